"""One whole life in the distributed profile: two web processes, one worker, PostgreSQL, Redis."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, TABLET, Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.deed import DeedPage
from e2e.pages.driver import DriverPage
from e2e.pages.entry import EntryPage
from e2e.town import DistributedTown


@pytest.fixture
def spread_town(rooms: Callable[[str], Path], mail: MailServer) -> Iterator[DistributedTown]:
    """The town on several processes."""
    made = DistributedTown(rooms("spread"), mail.url)
    made.start()
    yield made
    made.stop()


async def test_one_life_goes_through_two_web_processes_and_a_worker(
    spread_town: DistributedTown,
    visitors_of: Callable[..., Visitors],
    mail: MailServer,
) -> None:
    visitors = visitors_of(spread_town)
    second = spread_town.second_address
    officer = await visitors.officer()
    other = await visitors.staff(Role.office, TABLET, address=second)
    with Clerk(spread_town) as clerk:
        boot = clerk.add_boot()
    for hand, plate in ((officer, "DST 101"), (other, "DST 202")):
        entry = EntryPage(hand)
        await entry.open()
        await entry.fill(plate, "1 Mill Lane", "Expired meter", "Boot Applied", boot=boot.name)
    assert other.page.url.startswith(second)
    await asyncio.gather(*(EntryPage(hand).press("Save violation") for hand in (officer, other)))
    for hand in (officer, other):
        await expect(hand.page.locator("#errors, #flash .notice")).to_have_count(1)
    won = ["done=written" in hand.page.url for hand in (officer, other)]
    assert sorted(won) == [False, True]

    walls = [
        Dashboard(await visitors.admin()),
        Dashboard(await visitors.staff(Role.admin, DESK, address=second)),
    ]
    for wall in walls:
        await wall.open()
        await expect(wall.live).to_have_attribute("data-state", "live")
        await expect(wall.status(boot.name)).to_have_text("Issued")
        await wall.page.evaluate("window.standsSinceBefore = true")

    issued, released = await walls[1].count("Issued"), await walls[1].count("Released")

    driver = DriverPage(await visitors.driver(), boot.address)
    await driver.pay("spread@example.com")
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_have_text(boot.code)
    assert await mail.release_code("spread@example.com") == boot.code
    for wall in walls:
        await expect(wall.status(boot.name)).to_have_text("Released")
        await expect(wall.counter("Issued")).to_have_text(str(issued - 1))
        await expect(wall.counter("Released")).to_have_text(str(released + 1))

    await walls[0].choose(boot.name, "Mark as returned")
    await DeedPage(walls[0].hand).mark_returned()
    await expect(walls[1].status(boot.name)).to_have_text("Returned")
    assert await walls[1].page.evaluate("window.standsSinceBefore") is True
