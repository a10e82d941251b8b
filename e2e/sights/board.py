"""The dashboard, and the one search every page of the staff has."""

from playwright.async_api import expect

from e2e.pages.dashboard import Dashboard
from e2e.sights.stage import Sights, Stage


async def board(stage: Stage) -> Sights:
    """Rows, a gear beside them and alone, a shelf's end, nothing found."""
    car = stage.clerk.boot_car()
    wall = Dashboard(await stage.visitors.admin())
    page = wall.page
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    yield "board", page
    await wall.open_gear(car.boot.name)
    await expect(wall.deeds().first).to_be_visible()
    yield "board with an open gear", page
    await wall.hand.open(f"/dashboard/boots/{car.boot.boot_id}/actions")
    yield "gear as a page of its own", page
    await wall.hand.open("/dashboard?status=available&group=available&page=2")
    yield "a shelf's last page", page
    await wall.hand.open("/dashboard?q=nothing-is-called-this")
    yield "board without a match", page


async def found(stage: Stage) -> Sights:
    """Many results, none, no question."""
    stage.clerk.boot_car()
    stage.clerk.boot_car()
    hand = await stage.desk()
    for name, words in (
        ("search for plates", "TRL"),
        ("search for boots", "boot"),
        ("search that finds nothing", "nothing-is-called-this"),
        ("search without words", ""),
    ):
        await hand.open(f"/search?q={words}")
        yield name, hand.page
