"""The generated town is one that could have been: the books balance and nothing is impossible."""

import pytest

from app.clock import now
from app.reads.books.check import check
from app.reads.report.totals import report_totals
from app.reads.report.wanted import Wanted
from app.tables.boots.boot import Boot
from app.tables.street.violation import Violation
from bench.big.fill import NotEmpty, fill
from bench.big.stories import stories, town_of
from tests.factories import a_boot, a_staff, a_violation

pytestmark = pytest.mark.usefixtures("app_db")
ZONE = "America/Toronto"


async def test_a_generated_town_balances_and_goes_on_with_the_next_ticket() -> None:
    town = town_of(3000, now())
    await fill(town)
    assert await check() == ()
    totals = await report_totals(Wanted(), ZONE)
    assert totals.rows == 3000
    assert 0 < totals.still_open < 60
    assert await Boot.count() == town.boots + town.spare
    # A boot and a ticket more: every number goes on behind the generated ones.
    written = await a_violation(officer=await a_staff(), boot_id=await a_boot("Brand new"))
    rows = await Violation.select(Violation.number).where(Violation.id == written.violation_id)
    assert rows == [{"number": "TT-13001"}]
    assert await check() == ()


async def test_a_town_in_use_is_not_filled() -> None:
    await a_staff()
    with pytest.raises(NotEmpty):
        await fill(town_of(100, now()))
    assert await Boot.count() == 0


def test_one_seed_tells_one_story() -> None:
    town = town_of(200, now())
    assert list(stories(town, 1)) == list(stories(town, 1))
    assert list(stories(town, 1)) != list(stories(town, 2))
