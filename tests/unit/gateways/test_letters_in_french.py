"""Mails, receipts and labels say everything in French, in lines as short as the English ones."""

import re
from dataclasses import asdict, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.gateways.mail.compose import compose
from app.gateways.mail.letters import Letter, RefundLetter, TakenOff
from app.gateways.paper.labels import LabelWords
from app.gateways.paper.receipts import receipt_sheet
from app.templating import Templates
from app.wordbook import translate
from tests.english_left import english_left
from tests.unit.gateways.test_compose import SENT_AT, part
from tests.unit.gateways.test_receipt_paper import FACTS


@pytest.fixture
def letter(letter: Letter) -> Letter:
    """Each of them in turn, with what its writer says in its language."""
    if isinstance(letter, RefundLetter):
        # Labels come in the letter's language from whoever writes it.
        letter = replace(letter, lines=(TakenOff("Dommages", "bras plié", 2_500),))
    return letter


@pytest.fixture
def message(templates: Templates, letter: Letter) -> EmailMessage:
    return in_french(templates, letter)


def in_french(templates: Templates, letter: Letter) -> EmailMessage:
    """The message as it arrives."""
    mail = compose(
        templates,
        letter,
        sender="parking@bootkeeper.example",
        to="driver@example.com",
        message_id="<outbox-17@bootkeeper.example>",
        language="fr",
        sent_at=SENT_AT,
    )
    return message_from_bytes(mail.content, policy=default)


def test_a_french_letter_says_so_and_has_no_english_in_it(message: EmailMessage) -> None:
    assert message["Content-Language"] == "fr"
    html = part(message, "html")
    assert 'lang="fr"' in html
    assert english_left(html) == []
    lines = "".join(f"<p>{line}</p>" for line in part(message, "plain").splitlines())
    assert english_left(lines) == []
    assert english_left(f"<p>{message['Subject']}</p>") == []


def test_a_french_letter_is_read_on_a_narrow_screen_too(message: EmailMessage) -> None:
    text = part(message, "plain")
    assert [line for line in text.splitlines() if len(line) > 72 and "://" not in line] == []
    assert "\n\n\n" not in text
    assert len(message.as_bytes()) <= 30_000


def test_a_colon_of_a_french_letter_stands_off_its_word(message: EmailMessage) -> None:
    text = f"{message['Subject']}\n{part(message, 'plain')}"
    assert re.findall(r"\w+:(?!//)", text) == []


def test_amounts_and_times_of_a_letter_are_those_of_french_canada(
    templates: Templates, receipt: Letter
) -> None:
    text = part(in_french(templates, receipt), "plain").replace("\u00a0", " ")
    assert "165,00 $" in text
    assert re.search(r"21 nov\. 2026, 18\sh\s50", text)


def test_paper_is_french_too(templates: Templates) -> None:
    sheet = receipt_sheet(templates, FACTS, language="fr")
    assert english_left(sheet.replace("Card", "")) == []
    assert "165,00\u00a0$" in sheet
    assert "13\u00a0%" in sheet
    for words in asdict(LabelWords()).values():
        assert english_left(f"<p>{translate('fr', words)}</p>") == []
