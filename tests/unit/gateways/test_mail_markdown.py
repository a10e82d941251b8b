"""The Markdown of mails: nothing runs, nothing is loaded, nothing is evaluated."""

import re
import time
from dataclasses import replace

import pytest

from app.gateways.mail.letters import ReleaseLetter
from app.gateways.mail.markdown import BAD_LINK, BAD_PICTURE, HIDDEN, NOT_ALONE, read_body
from app.gateways.mail.wording import Unusable, write_with
from app.rules.mail_texts.words import LetterWords
from app.rules.outbox.letters import LetterKind
from app.templating import Templates

NEEDED = "{{code}}\n\n{{return}}\n\n"

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import url(//evil.example)</style>",
    '"><script>alert(1)</script>',
    "</td></tr></table><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "**<b onmouseover=alert(1)>**",
    "# <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "[<script>alert(1)</script>](https://example.com)",
    "{% for x in ''.__class__.__mro__ %}{{code}}{% endfor %}",
    "${7*7} #{7*7} <%= 7*7 %> {{code}}",
    "<https://example.com/\"onmouseover='alert(1)>",
]
BAD_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "/relative",
    "https://",
    "https://user:secret@evil.example",
    "mailto:a@b.example?bcc=c@d.example",
    "https://a.example/{{code}}",
    "{{code}}",
    "{{boot}}",
    "ftp://a.example",
]


def fill(templates: Templates, release: ReleaseLetter, body: str) -> tuple[str, str]:
    mail = write_with(templates, release, "en", LetterWords("Hello", NEEDED + body))
    return mail.html, mail.text


def tags(html: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", html.lower()))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_stay_words(
    templates: Templates, release: ReleaseLetter, hostile: str
) -> None:
    plain, _ = fill(templates, release, "[x](https://example.com) - *a* **b**")
    html, _ = fill(templates, release, hostile)
    assert tags(html) <= tags(plain) | {"ul", "ol", "li", "h1", "h2"}
    inside = re.findall(r"<[a-z][^>]*>", html)
    assert not [tag for tag in inside if re.search(r"\son\w+\s*=|javascript:|srcdoc", tag)]
    assert "49" not in re.sub(r"<[^>]*>|4471-92", "", html)


@pytest.mark.parametrize("address", BAD_ADDRESSES)
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "a [x]({}) b"])
def test_links_lead_to_the_web_to_a_mailbox_or_to_a_link_placeholder(
    templates: Templates, release: ReleaseLetter, form: str, address: str
) -> None:
    body = NEEDED + form.format(address)
    sheet = read_body(LetterKind.release, body)
    told = {fault for fault, _ in sheet.faults}
    if told:
        assert BAD_LINK in told
        with pytest.raises(Unusable):
            write_with(templates, release, "en", LetterWords("Hello", body))
    else:  # Not even a link: it stands there as it was typed.
        html = write_with(templates, release, "en", LetterWords("Hello", body)).html
        assert len(re.findall(r"<a ", html)) == len(
            re.findall(r"<a ", fill(templates, release, "")[0])
        )


@pytest.mark.parametrize(
    "address",
    ["https://a.example/x?y=1&z=2#q", "http://a.example", "mailto:a@b.example", "{{case_link}}"],
)
def test_good_links_are_links_in_both_parts(
    templates: Templates, release: ReleaseLetter, address: str
) -> None:
    html, text = fill(templates, release, f"See [this page]({address}) now.")
    shown = release.case_url if address == "{{case_link}}" else address
    assert f'href="{shown.replace("&", "&amp;")}"' in html
    assert f"this page <{shown.removeprefix('mailto:')}>" in text


@pytest.mark.parametrize(
    "picture",
    [
        "![a](https://evil.example/x.png)",
        "![a](http://evil.example/x.png)",
        "![a](data:image/png;base64,xxxx)",
        "![a](cid:x)",
        "![a](picture:../../x)",
        "![{{code}}](picture:logo)",
        "[![a](//evil.example/x.png)](https://example.com)",
    ],
)
def test_no_picture_is_loaded_from_anywhere(picture: str) -> None:
    sheet = read_body(LetterKind.release, picture)
    assert BAD_PICTURE in {fault for fault, _ in sheet.faults}
    assert "evil" not in "".join(str(block.html) for block in sheet.blocks)


@pytest.mark.parametrize(
    "typed",
    [r"\{\{code\}\}x \{\{evil\}\}", r"\{\{=code\}\}", r"\{\{?boot\}\}", "{*{evil}*}", r"{\{a b}}"],
)
def test_braces_hidden_from_the_eye_are_found(typed: str) -> None:
    assert HIDDEN in {fault for fault, _ in read_body(LetterKind.release, typed).faults}


def test_a_drawn_part_stands_alone() -> None:
    for typed in ("Here: {{steps}}", "> {{steps}}", "- {{steps}}", "# {{steps}}"):
        assert (NOT_ALONE, "{{steps}}") in read_body(LetterKind.release, typed).faults, typed
    assert read_body(LetterKind.release, "{{steps}}").faults == ()


def test_what_facts_hold_is_never_read_as_a_placeholder(
    templates: Templates, release: ReleaseLetter
) -> None:
    nasty = replace(release, boot_name="{{code}}<b>{{late}}", place="{{7*7}}")
    mail = write_with(
        templates, nasty, "en", LetterWords("{{boot}}", NEEDED + "{{boot}} {{place}}")
    )
    assert mail.subject == "{{code}}<b>{{late}}"
    assert "{{code}}&lt;b&gt;{{late}} {{7*7}}" in mail.html
    assert "{{code}}<b>{{late}} {{7*7}}" in mail.text


def test_the_plain_text_is_written_for_readers(
    templates: Templates, release: ReleaseLetter
) -> None:
    _, text = fill(
        templates,
        release,
        "# Title of {{boot}}\n\n## Second {{boot}}\n\nOne\ntwo **bold** *em*\n\n- a\n- b\n\n"
        "1. x\n2. y\n\n> boxed\n\n---\n\n[Press here]({{case_link}})\n\n{{late}}",
    )
    for wanted in (
        "Title of Red Boot 01",
        "SECOND Red Boot 01",
        "One\ntwo bold em",
        "- a\n- b",
        "1. x\n2. y",
        "boxed",
        f"Press here\n{release.case_url}",
        "Your deposit of $120.00",
    ):
        assert wanted in text
    assert "**" not in text


def test_an_address_in_a_sentence_ends_where_a_mail_program_sees_its_end(
    templates: Templates, release: ReleaseLetter
) -> None:
    _, text = fill(templates, release, "Look at [your case]({{case_link}}).")
    assert f"your case <{release.case_url}>." in " ".join(text.split())


def test_a_paragraph_of_one_empty_word_leaves_no_gap(
    templates: Templates, release: ReleaseLetter
) -> None:
    silent = replace(release, organisation=replace(release.organisation, help_phone=""))
    html, text = fill(templates, silent, "before\n\n{{help_phone}}\n\nafter")
    filled, _ = fill(templates, release, "before\n\n{{help_phone}}\n\nafter")
    assert html.count("<tr>") == filled.count("<tr>") - 1
    assert "{{" not in html + text


@pytest.mark.parametrize("piece", ["[", "![", "*", "_a_", "> ", "- ", "{{", "[x](", "**a", "\\"])
def test_nothing_takes_long_to_read(piece: str) -> None:
    body = (piece * 8000)[:8000]
    began = time.process_time()
    read_body(LetterKind.release, body)
    assert time.process_time() - began < 2
