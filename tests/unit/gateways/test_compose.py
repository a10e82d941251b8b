"""A letter becomes one good mail: readable twice, light, quiet, and safe against its own facts."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape

import pytest

from app.gateways.mail.compose import compose
from app.gateways.mail.letters import (
    LateTerms,
    Letter,
    NoticeLetter,
    ReceiptLetter,
    RefundLetter,
    ReleaseLetter,
)
from app.gateways.mail.postman import MailRefused
from app.templating import Templates

SENT_AT = datetime(2026, 11, 21, 23, 51, tzinfo=UTC)


def composed(
    templates: Templates, letter: Letter, *, to: str = "driver@example.com"
) -> EmailMessage:
    """The message as it arrives: written to bytes and read back."""
    mail = compose(
        templates,
        letter,
        sender="parking@bootkeeper.example",
        to=to,
        message_id="<outbox-17@bootkeeper.example>",
        language="en",
        sent_at=SENT_AT,
    )
    return message_from_bytes(mail.content, policy=default)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_every_letter_is_text_and_html_with_the_headers_of_automatic_mail(
    templates: Templates, letter: Letter
) -> None:
    message = composed(templates, letter)
    assert message.get_content_type() == "multipart/alternative"
    parts = [piece.get_content_type() for piece in message.iter_parts()]
    drawn = isinstance(letter, ReleaseLetter)
    assert parts == ["text/plain", "multipart/related" if drawn else "text/html"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["Message-ID"] == "<outbox-17@bootkeeper.example>"
    assert message["Date"].datetime == SENT_AT.replace(microsecond=0)
    assert str(message["From"]) == "City of Marlow Parking <parking@bootkeeper.example>"
    assert str(message["Reply-To"]) == "parking@marlow.example"
    assert str(message["To"]) == "driver@example.com"


def test_every_letter_is_light_and_loads_nothing(templates: Templates, letter: Letter) -> None:
    message = composed(templates, letter)
    assert len(message.as_bytes()) <= 30_000
    html = part(message, "html")
    assert not re.search(r"<(link|script|iframe|object|svg|video)\b|url\(|@import", html)
    shown = re.findall(r'<img src="([^"]*)"', html)
    assert html.count("<img") == len(shown)
    carried = [
        f"cid:{one['Content-ID'].strip('<>')}" for one in message.walk() if one["Content-ID"]
    ]
    # What is shown is carried, once each, and what is carried is shown.
    assert shown == [name for name in carried if "@picture" in name]
    assert len(shown) == (3 if isinstance(letter, ReleaseLetter) else 0)
    assert 'lang="en"' in html
    assert "prefers-color-scheme: dark" in html


def test_every_line_of_the_text_can_be_read_on_a_narrow_screen(
    templates: Templates, letter: Letter
) -> None:
    text = part(composed(templates, letter), "plain")
    assert all(len(line) <= 72 for line in text.splitlines() if "://" not in line)
    assert "\n\n\n" not in text
    # Addresses stand in pointed brackets; nothing else may.
    assert "<" not in text.replace("<http", "")
    assert "&" not in text


def test_the_code_comes_first_in_subject_preheader_text_and_html(
    templates: Templates, release: ReleaseLetter
) -> None:
    message = composed(templates, release)
    assert str(message["Subject"]) == "Release code 4471-92 for Red Boot 01"
    assert part(message, "plain").startswith("Your release code: 4471-92\n")
    assert _words(part(message, "html")).startswith("Code 4471-92.")


def test_with_the_setting_off_nothing_on_a_locked_screen_shows_the_code(
    templates: Templates, release: ReleaseLetter
) -> None:
    message = composed(templates, replace(release, code_in_subject=False))
    assert "4471-92" not in str(message["Subject"])
    assert "4471-92" not in part(message, "plain").splitlines()[0]
    # Mail programs show the first words; the filler keeps the rest out of sight.
    assert "4471-92" not in part(message, "html").split("&#847;")[0]
    assert "4471-92" in part(message, "plain")
    assert "4471-92" in part(message, "html")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_release_tells_how_where_until_when_and_what_if_late(
    templates: Templates, release: ReleaseLetter, kind: str
) -> None:
    words = _words(part(composed(templates, release), kind))
    for wanted in (
        "Red Boot 01",
        "••••43",
        "King St. 214",
        "Enter the code",
        "By Sun 22 Nov, 18:50",
        "Parking depot",
        "16 Mill Lane, Marlow",
        "Open day and night",
        "Your deposit of $120.00 goes back to you",
        "$15.00 of the deposit is kept for each day begun",
        "not back 7 days after",
        "Keep this mail",
        "+1 519 555 0142",
    ):
        assert wanted in words
    assert release.case_url in part(composed(templates, release), kind)


def test_late_words_follow_the_terms(templates: Templates, release: ReleaseLetter) -> None:
    def words(late: LateTerms) -> str:
        return _words(part(composed(templates, replace(release, late=late)), "plain"))

    assert "Nothing is charged for being late" in words(LateTerms())
    capped = words(LateTerms(fee_per_day_cents=1_000, cap_cents=4_000, forfeit_after_days=1))
    assert "$10.00 is kept for each day begun, at most $40.00" in capped
    assert "not back 1 day after" in capped
    assert "Nothing is charged" not in capped


def test_a_release_without_a_drop_off_place_or_phone_still_tells_what_to_do(
    templates: Templates, release: ReleaseLetter
) -> None:
    bare = replace(
        release,
        drop_off=None,
        organisation=replace(release.organisation, help_phone="", help_email="", address=""),
        paid_at=None,
    )
    message = composed(templates, bare)
    assert "Call us and we will tell you where to bring it." in part(message, "plain")
    assert "Thank you" not in part(message, "plain")
    assert message["Reply-To"] is None


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_refund_letter_gives_each_reason_and_what_goes_back(
    templates: Templates, refund: RefundLetter, kind: str
) -> None:
    message = composed(templates, refund)
    assert str(message["Subject"]) == "Your deposit: $95.00 goes back to you"
    words = _words(part(message, kind))
    for said in ("$120.00", "back in time", "bent arm", "\u2212$25.00", "$95.00", "card you paid"):
        assert said in words
    kept = _words(part(composed(templates, replace(refund, refund_cents=0)), kind))
    assert "Your deposit was kept" in kept


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_receipt_lists_what_was_paid_and_what_comes_back(
    templates: Templates, receipt: ReceiptLetter, kind: str
) -> None:
    message = composed(templates, receipt)
    assert str(message["Subject"]) == "Receipt R-20417: $165.00 paid to City of Marlow Parking"
    words = _words(part(message, kind))
    for wanted in (
        "Expired meter $45.00",
        "Boot applied $120.00",
        "Paid $165.00",
        "$120.00 of this is a deposit",
        "Visa •••• 4242",
        "TT-10133",
        "21 Nov 2026, 18:50",
        "The release code comes in a mail of its own.",
    ):
        assert wanted in words
    silent = _words(part(composed(templates, replace(receipt, code_follows=False)), kind))
    assert "release code" not in silent


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_notice_tells_the_owner_how_to_pay_and_has_no_room_for_a_code(
    templates: Templates, notice: NoticeLetter, kind: str
) -> None:
    message = composed(templates, notice)
    assert not hasattr(notice, "release_code")
    words = _words(part(message, kind))
    for wanted in ("TT-10133-3K7M", "CKRT 843", "King St. 214", "To pay $165.00", "28 Nov 2026"):
        assert wanted in words
    # The number holds the PIN: whoever sees a subject could pay, or read, in the owner's name.
    assert "3K7M" not in str(message["Subject"])
    assert notice.pay_url in part(message, kind)


HOSTILE = "Evil\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>\u202e{{ 7*7 }}"

# The same for whoever decodes what is already a word of a header.
ENCODED = "=?utf-8?q?Evil=0D=0ABcc:_all=40example.com=0D=0A=0D=0A?= {{ 7*7 }}"


@pytest.mark.parametrize("hostile", [HOSTILE, ENCODED])
def test_facts_cannot_inject_headers_or_markup(
    templates: Templates, release: ReleaseLetter, hostile: str
) -> None:
    nasty = replace(
        release,
        boot_name=hostile,
        release_code=hostile,
        place=hostile,
        organisation=replace(release.organisation, name=hostile, address=hostile),
    )
    message = composed(templates, nasty)
    assert message["Bcc"] is None
    assert "\n" not in str(message["Subject"])
    assert "\u202e" not in str(message["Subject"])
    assert "<script>" not in part(message, "html")
    assert "49" not in _words(part(message, "html"))
    assert [str(value) for value in message.get_all("To", [])] == ["driver@example.com"]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "@example.com",
        "a@",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "Name <a@b.example>",
        "a b@c.example",
        "a@b..example",
        "a@b@c.example",
        "a@" + "x" * 70 + ".example",
    ],
)
def test_what_is_not_one_address_is_refused(
    templates: Templates, release: ReleaseLetter, to: str
) -> None:
    with pytest.raises(MailRefused) as refusal:
        composed(templates, release, to=to)
    assert refusal.value.answer == "not an email address"


def test_an_address_with_an_accented_domain_is_written_in_ascii(
    templates: Templates, release: ReleaseLetter
) -> None:
    message = composed(templates, release, to="anne@café.example")
    assert str(message["To"]) == "anne@xn--caf-dma.example"


def test_a_malformed_message_id_is_our_own_mistake(
    templates: Templates, release: ReleaseLetter
) -> None:
    with pytest.raises(ValueError, match="message id"):
        compose(
            templates,
            release,
            sender="parking@bootkeeper.example",
            to="driver@example.com",
            message_id="outbox-17\r\nBcc: x@example.com",
            language="en",
            sent_at=SENT_AT,
        )


def test_secrets_do_not_show_in_a_printed_letter(
    release: ReleaseLetter, notice: NoticeLetter
) -> None:
    assert "4471" not in repr(release)
    assert "3K7M" not in repr(notice)


def _words(text: str) -> str:
    """What a person reads, in one line."""
    if "<html" in text:
        text = re.sub(r"(?s)<(style|title)\b.*?</\1>|<[^>]*>", " ", text)
    return " ".join(unescape(text).replace("\u200c", " ").replace("\u034f", " ").split())
