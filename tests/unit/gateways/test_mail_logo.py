"""The logo in a mail: carried inside, shown beside the name, and never too heavy."""

import random
import re
from dataclasses import replace
from typing import cast

import pytest

from app.gateways.logos import MOST_MAIL_BYTES
from app.gateways.mail.compose import compose
from app.gateways.mail.letters import Letter, LetterLogo, ReleaseLetter
from app.gateways.mail.pictures import MOST_BYTES
from app.gateways.mail.standard_words import standard_words
from app.gateways.mail.typesetter import LOGO_ROOM, Typesetter
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import LetterWords, Picture, Wording
from app.rules.outbox.letters import LetterKind
from app.templating import Templates
from tests.unit.gateways.test_compose import SENT_AT, composed, part


@pytest.fixture(params=list(MESSAGES))
def letter(request: pytest.FixtureRequest) -> Letter:
    return cast("Letter", request.getfixturevalue(request.param))


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<body")[2]).split())


def a_logo() -> LetterLogo:
    """As heavy as any that is kept."""
    content = random.Random(4).randbytes(MOST_MAIL_BYTES)
    return LetterLogo(Picture("_logo", "png", content), 112, 40)


def test_every_letter_carries_the_logo_it_shows_and_stays_light(
    templates: Templates, letter: Letter
) -> None:
    org = replace(letter.organisation, logo=a_logo())
    message = composed(templates, replace(letter, organisation=org))
    assert len(message.as_bytes()) <= 30_000
    html = part(message, "html")
    shown = re.findall(r'<img src="(cid:_logo@picture)" width="112" height="40" alt=""', html)
    carried = [piece for piece in message.walk() if piece["Content-ID"] == "<_logo@picture>"]
    assert len(shown) == len(carried) == 1
    assert carried[0].get_content_type() == "image/png"
    assert carried[0].get_content_disposition() == "inline"
    assert 'src="http' not in html
    without = composed(templates, letter)
    assert part(message, "plain") == part(without, "plain")
    assert _words(html) == _words(part(without, "html"))
    heavier = len(message.as_bytes()) - len(without.as_bytes())
    assert MOST_MAIL_BYTES * 4 / 3 < heavier <= LOGO_ROOM


def test_a_mail_with_its_steps_a_picture_and_a_logo_stays_below_thirty_kilobytes(
    templates: Templates, release: ReleaseLetter
) -> None:
    standard = standard_words(LetterKind.release, "fr")
    words = LetterWords(standard.subject, f"{standard.body}\n\n![x](picture:gate)")
    picture = Picture("gate", "jpeg", random.Random(5).randbytes(MOST_BYTES))
    org = replace(release.organisation, logo=a_logo())
    letter = replace(release, organisation=org, wording=Wording(words, (picture,)))
    assert Typesetter(templates).weigh(letter, "fr", words) <= 30_000


def test_words_are_weighed_with_the_logo_that_may_come(
    templates: Templates, release: ReleaseLetter
) -> None:
    words = standard_words(LetterKind.release, "en")
    alone = len(
        compose(
            templates,
            release,
            sender="somebody@example.com",
            to="somebody@example.com",
            message_id="<somebody@example.com>",
            language="en",
            sent_at=SENT_AT,
        ).content
    )
    assert Typesetter(templates).weigh(release, "en", words) - alone == LOGO_ROOM
