"""Standard words, own words, and what happens when these cannot be sent."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from structlog.testing import capture_logs

from app.gateways.mail.compose import compose
from app.gateways.mail.letters import Letter, ReleaseLetter
from app.gateways.mail.standard_words import FOLDER, standard_words
from app.gateways.mail.wording import KINDS, _facts, write_with
from app.rules.mail_texts.message import Shape
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import LetterWords, Picture, Wording, names_in
from app.rules.people.languages import LANGUAGE_WORDS
from app.templating import Surroundings, Templates

OWN = LetterWords(
    "Code {{code}} for you", "Hi! {{code}}\n\n{{return}}\n\n[Your case]({{case_link}})"
)


@pytest.fixture(params=list(MESSAGES))
def letter(request: pytest.FixtureRequest) -> Letter:
    return cast("Letter", request.getfixturevalue(request.param))


def composed(templates: Templates, letter: Letter, language: str = "en") -> EmailMessage:
    mail = compose(
        templates,
        letter,
        sender="parking@bootkeeper.example",
        to="driver@example.com",
        message_id="<outbox-17@bootkeeper.example>",
        language=language,
        sent_at=datetime(2026, 11, 21, 23, 51, tzinfo=UTC),
    )
    return message_from_bytes(mail.content, policy=default)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_every_placeholder_on_the_list_is_filled_and_nothing_else_is(
    templates: Templates, letter: Letter
) -> None:
    kind = KINDS[type(letter)]
    facts = _facts(templates, Surroundings(), letter, kind)
    listed = MESSAGES[kind].placeholders
    drawn = {one.name for one in listed.values() if one.drawn}
    words = {one.name for one in listed.values() if one.shape is not Shape.part}
    assert set(facts.words) == words
    assert set(facts.html_parts) == set(facts.text_parts) == drawn


@pytest.mark.parametrize("language", LANGUAGE_WORDS)
def test_the_standard_words_of_every_language_can_be_sent_and_are_light(
    templates: Templates, letter: Letter, language: str
) -> None:
    kind = KINDS[type(letter)]
    assert (FOLDER / language / f"{kind}.md").is_file()
    mail = write_with(templates, letter, language, standard_words(kind, language))
    assert "{{" not in mail.subject + mail.text + mail.html
    message = composed(templates, letter, language)
    assert len(message.as_bytes()) <= 30_000
    assert message["Content-Language"] == language
    assert f'lang="{language}"' in part(message, "html")


def test_both_languages_say_the_same_things() -> None:
    for kind in MESSAGES:
        english, french = (standard_words(kind, language) for language in ("en", "fr"))
        assert names_in(english.body) == names_in(french.body)
        assert names_in(english.subject) == names_in(french.subject)
        assert english.body != french.body


def test_a_language_without_words_gets_english(
    templates: Templates, release: ReleaseLetter
) -> None:
    assert "You can free your car now." in part(composed(templates, release, "de"), "plain")


def test_own_words_are_sent_in_both_parts(templates: Templates, release: ReleaseLetter) -> None:
    message = composed(templates, replace(release, wording=Wording(OWN)))
    assert str(message["Subject"]) == "Code 4471-92 for you"
    for kind in ("plain", "html"):
        assert "Hi! 4471-92" in part(message, kind)
        assert "Take the boot off" not in part(message, kind)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<outbox-17@bootkeeper.example>"


def test_the_code_leaves_subject_and_first_line_where_the_setting_says_so(
    templates: Templates, release: ReleaseLetter
) -> None:
    quiet = replace(release, wording=Wording(OWN), code_in_subject=False)
    message = composed(templates, quiet)
    assert str(message["Subject"]) == "Code for you"
    assert "4471" not in part(message, "plain").splitlines()[0]
    assert "4471" not in part(message, "html").split("&#847;")[0]
    assert "Hi! 4471-92" in part(message, "plain")


@pytest.mark.parametrize(
    "broken",
    [
        LetterWords("", ""),
        LetterWords("x", "no code at all"),
        LetterWords("x", "{{code}} {{return}}"),
        LetterWords("x", "{{code}}\n\n{{return}}\n\n{{gone}}"),
        LetterWords("x", "{{code}}\n\n{{return}}\n\n![a](picture:lost)"),
        LetterWords("x", "{{code}}\n\n{{return}}\n\n[a](javascript:x)"),
    ],
)
def test_words_that_cannot_be_sent_give_way_to_the_standard_and_are_reported(
    templates: Templates, release: ReleaseLetter, broken: LetterWords
) -> None:
    with capture_logs() as told:
        message = composed(templates, replace(release, wording=Wording(broken)))
    assert str(message["Subject"]) == "Release code 4471-92 for Red Boot 01"
    assert "4471-92" in part(message, "plain")
    assert [(one["event"], one["kind"]) for one in told] == [
        ("stored words are unusable", "release")
    ]


def test_a_picture_travels_inside_and_nothing_is_loaded(
    templates: Templates, release: ReleaseLetter
) -> None:
    words = LetterWords(OWN.subject, f"{OWN.body}\n\n![The gate](picture:gate)")
    pictures = (Picture("gate", "png", b"\x89PNG..."), Picture("other", "png", b"not sent"))
    message = composed(templates, replace(release, wording=Wording(words, pictures)))
    html = part(message, "html")
    assert re.findall(r'<img src="([^"]*)" alt="([^"]*)"', html) == [
        ("cid:gate@picture", "The gate")
    ]
    assert "[The gate]" in part(message, "plain")
    images = [one for one in message.walk() if one.get_content_maintype() == "image"]
    assert [one["Content-ID"] for one in images] == ["<gate@picture>"]
    assert images[0].get_content() == b"\x89PNG..."
    assert [one.get_content_type() for one in message.iter_parts()] == [
        "text/plain",
        "multipart/related",
    ]
    assert message["Content-Language"] == "en"


def test_a_test_says_so_in_its_subject(templates: Templates, release: ReleaseLetter) -> None:
    message = composed(templates, replace(release, wording=Wording(OWN, test=True)))
    assert str(message["Subject"]) == "Test: Code 4471-92 for you"


def test_an_amount_and_its_currency_stay_on_one_line(
    templates: Templates, release: ReleaseLetter
) -> None:
    words = LetterWords("{{late}}", "{{code}}\n\n{{return}}\n\n{{late}}")
    mail = write_with(templates, release, "fr", words)
    assert "120,00\N{NO-BREAK SPACE}$" in mail.subject
    assert "120,00\N{NO-BREAK SPACE}$" in mail.html
