"""Number and PIN find a ticket; guessing does not."""

import asyncio
import re
from collections import Counter

import pytest

from app.actions.violations.find_ticket import Search, find_ticket
from app.clock import now
from app.reads.pay.guest.plate_asked_of_all import ASKED_WITHIN, EVERYBODY
from app.reads.staff.guesses import guess_subject, window_of
from app.rules.errors import BootkeeperError, Invalid, TooMany
from app.rules.people.actor import Actor
from app.tables.records.guess import Guess
from tests.conftest import RecordingBells
from tests.integration.conftest import Browser
from tests.integration.pay_ticket.conftest import Paper, a_paper, open_page
from tests.statements import recorded_statements


async def tries(search: Search, origin: str = "192.0.2.7") -> int | type[BootkeeperError]:
    try:
        return await find_ticket(Actor(name="driver", origin=origin), RecordingBells(), search)
    except BootkeeperError as refusal:
        return type(refusal)


@pytest.fixture
async def paper() -> Paper:
    return await a_paper()


async def test_number_and_pin_find_the_ticket_however_they_are_typed(paper: Paper) -> None:
    whole = f"{paper.number}-{paper.pin}"
    for search in (
        Search(paper.number, paper.pin),
        Search(paper.number.lower(), paper.pin.lower()),
        Search(whole),
        Search(whole.replace("-", "")),
        Search(f" {whole.replace('-', ' ')} "),
    ):
        assert await tries(search) == paper.violation_id
    assert await Guess.count() == 0


async def test_an_unknown_ticket_and_a_wrong_pin_are_alike_in_bytes(
    client: Browser, paper: Paper
) -> None:
    answers = []
    for number, pin in ((paper.number, "0000"), ("TT-99999", "0000")):
        answer = await client.post_form("/pay", {"number": number, "pin": pin})
        text = re.sub(r'(name="_csrf_token" value|nonce)="[^"]*"', "", answer.text)
        answers.append((answer.status_code, text.replace(number, "NUMBER")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "We found no ticket like this" in answers[0][1]


async def test_an_unknown_ticket_and_a_wrong_pin_are_alike_in_work(paper: Paper) -> None:
    work = []
    for n, number in enumerate((paper.number, "TT-99999")):
        with recorded_statements() as seen:
            assert await tries(Search(number, "0000"), f"10.{n}.0.1") is Invalid
        # How many numbers are looked for follows from what was typed, not from what there is.
        work.append([re.sub(r"[$?\d, ]+", "", one.sql) for one in seen])
    assert work[0] == work[1]
    assert len(work[0]) > 4


async def test_of_many_wrong_pins_at_once_exactly_five_are_answered(paper: Paper) -> None:
    # From many neighbourhoods, so that the ticket's own limit is the one that counts.
    answers = await asyncio.gather(
        *(tries(Search(paper.number, f"00{n:02}"), f"10.{n}.0.1") for n in range(12))
    )
    assert Counter(answers) == {Invalid: 5, TooMany: 7}
    assert await tries(Search(paper.number, paper.pin), "10.99.0.1") is TooMany


async def test_shifting_the_border_of_number_and_pin_buys_no_further_tries(paper: Paper) -> None:
    for n in range(5):
        whole = f"{paper.number}00{n:02}"
        at = 4 + n
        assert await tries(Search(whole[:at], whole[at:], "X"), f"10.{n}.0.1") is Invalid
    assert await tries(Search(f"{paper.number}-0009"), "10.50.0.1") is TooMany


async def test_an_unknown_number_is_refused_after_five_like_a_known_one() -> None:
    answers = [await tries(Search("TT-99999", f"00{n:02}"), f"10.{n}.0.1") for n in range(6)]
    assert answers == [Invalid] * 5 + [TooMany]


async def test_ten_misses_an_hour_close_a_neighbourhood_and_no_other(paper: Paper) -> None:
    answers = await asyncio.gather(
        *(tries(Search(f"TT-{88000 + n}", "0000"), f"192.0.2.{n}") for n in range(15))
    )
    assert Counter(answers) == {Invalid: 10, TooMany: 5}
    assert await tries(Search(paper.number, paper.pin), "192.0.2.200") is TooMany
    assert await tries(Search(paper.number, paper.pin), "192.0.3.1") == paper.violation_id


async def test_right_ones_are_never_counted(paper: Paper) -> None:
    answers = await asyncio.gather(*(tries(Search(paper.number, paper.pin)) for _ in range(12)))
    assert set(answers) == {paper.violation_id}
    assert await Guess.count() == 0


async def test_a_short_pin_needs_the_plate_as_well(client: Browser) -> None:
    paper = await a_paper("3K")
    asked = await client.post_form("/pay", {"number": paper.number, "pin": "3K"})
    assert asked.status_code == 422
    assert "Enter the plate of the car as well." in asked.text
    assert 'name="plate"' in asked.text
    assert await Guess.count() == 0
    assert await tries(Search(paper.number, "3K", "OTHER 1")) is Invalid
    assert await tries(Search(f"{paper.number}-3K")) is Invalid
    assert await tries(Search(paper.number, "3K", "bkpr-43")) == paper.violation_id
    assert await tries(Search(f"{paper.number}-3K", "", "BKPR43")) == paper.violation_id


async def test_above_three_hundred_misses_an_hour_everybody_is_asked_for_the_plate(
    client: Browser, paper: Paper
) -> None:
    kind, subject = EVERYBODY
    row = Guess(
        kind=kind,
        subject=guess_subject(subject),
        opened_at=window_of(now(), ASKED_WITHIN),
        tries=300,
    )
    await Guess.insert(row)
    assert await tries(Search(paper.number, paper.pin)) == paper.violation_id
    assert 'name="plate"' not in (await client.get("/pay")).text
    assert await tries(Search("TT-77777", "0000")) is Invalid
    assert 'name="plate"' in (await client.get("/pay")).text
    assert await tries(Search(paper.number, paper.pin)) is Invalid
    assert await tries(Search(paper.number, paper.pin, "OTHER 1")) is Invalid
    assert await tries(Search(paper.number, paper.pin, paper.plate)) == paper.violation_id


async def test_the_first_pages_lead_to_pay_your_ticket(client: Browser, paper: Paper) -> None:
    for page in ("/", "/sign-in"):
        assert 'href="/pay"' in (await client.get(page)).text
    without = await client.post_form("/pay", {"number": paper.number, "pin": ""})
    assert without.status_code == 422
    assert "Enter the PIN." in without.text
    assert await Guess.count() == 0
    answer = await client.get(await open_page(client, paper))
    assert answer.status_code == 200
    assert "noindex" in answer.text


async def test_a_forged_proof_is_404(client: Browser, paper: Paper) -> None:
    path = await open_page(client, paper)
    other = f"/pay/{paper.violation_id + 1}.{path.partition('.')[2]}"
    for wrong in (other, f"/pay/{paper.violation_id}.x", "/pay/x", "/pay/99999999999999.x"):
        assert (await client.get(wrong)).status_code == 404
        assert (await client.post_form(f"{wrong}/pay", {"email": "a@b.com"})).status_code == 404
