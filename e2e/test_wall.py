"""Open dashboards follow what others do, survive a lost server, and are worked by keyboard."""

from collections.abc import Callable
from pathlib import Path

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, PHONE, TABLET, Visitors
from e2e.looking import complaints
from e2e.pages.boots import import_boots
from e2e.pages.dashboard import Dashboard
from e2e.town import Town

RELEASED = {"basis": "authorised", "debt": "stays", "reason": "Hearing at noon", "no_email": "on"}
MANY = 130


async def test_two_dashboards_follow_what_a_third_person_does(
    visitors: Visitors, clerk: Clerk
) -> None:
    walls = [
        Dashboard(await visitors.admin()),
        Dashboard(await visitors.staff(Role.officer, TABLET)),
    ]
    for wall in walls:
        await wall.open()
        await expect(wall.live).to_have_attribute("data-state", "live")
        await wall.watch_glow()
    # Other journeys of this town stand still meanwhile: one runs after another.
    before = {
        word: await walls[0].count(word) for word in ("Available", "Issued", "Released", "Returned")
    }
    car = clerk.boot_car()
    path = f"/boots/{car.boot.boot_id}/do"
    steps: list[tuple[str, dict[str, str], dict[str, int]]] = [
        ("Issued", {}, {"Issued": 1}),
        ("Released", {"do": "release", **RELEASED}, {"Released": 1}),
        ("Returned", {"do": "mark_returned", "condition": "good"}, {"Returned": 1}),
        ("", {"do": "make_available"}, {"Available": 1}),
    ]
    for word, fields, more in steps:
        if fields:
            verb = fields.pop("do")
            clerk.submit(f"{path}/{verb}", **fields)
        for wall in walls:
            if word:
                await expect(wall.status(car.boot.name)).to_have_text(word)
            else:
                await expect(wall.row(car.boot.name)).to_have_count(0)
            for status, count in before.items():
                await expect(wall.counter(status)).to_have_text(str(count + more.get(status, 0)))
    for wall in walls:
        assert await wall.glowed() == {car.boot.name}


async def test_a_dashboard_that_lost_its_server_says_so_and_catches_up(
    own_town: Town, visitors_of: Callable[[Town], Visitors], tmp_path: Path
) -> None:
    visitors = visitors_of(own_town)
    wall = Dashboard(await visitors.admin())
    with Clerk(own_town) as clerk:
        await import_boots(wall.hand, tmp_path / "many.csv", [f"Shelf {n:03}" for n in range(MANY)])
        await wall.open()
        await expect(wall.live).to_have_attribute("data-state", "live")
        await wall.page.evaluate("window.standsSinceBefore = true")
        own_town.kill()
        await expect(wall.live).to_have_attribute("data-state", "offline")
        await expect(wall.live).to_contain_text("Offline since ")
        own_town.start()
        car = clerk.boot_car()
    await expect(wall.status(car.boot.name)).to_have_text("Issued")
    await expect(wall.live).to_have_attribute("data-state", "live")
    await expect(wall.live).to_have_text("Live")
    assert await wall.page.evaluate("window.standsSinceBefore") is True

    # The available boots are folded and go on behind a link; Back leads to where one was.
    shelf = wall.shelf("Available")
    first = shelf.locator("ul.names > li > a").first
    await expect(first).to_be_hidden()
    await wall.hand.tap(shelf.locator("summary"))
    await expect(first).to_be_visible()
    names = await shelf.locator("ul.names > li > a:first-child").all_inner_texts()
    assert len(names) == 100
    await wall.hand.tap(shelf.get_by_role("link", name="Next page"))
    await wall.page.wait_for_url("**/dashboard?group=available&page=2#shelf-available")
    await expect(first).to_be_visible()
    rest = await shelf.locator("ul.names > li > a:first-child").all_inner_texts()
    assert not set(rest) & set(names)
    assert len(rest) >= MANY - 100
    assert await complaints(wall.page) == []
    await expect(wall.live).to_have_attribute("data-state", "live")
    await wall.page.go_back()
    await expect(shelf.locator("ul.names > li > a:first-child").first).to_have_text(names[0])


async def test_the_gear_is_worked_by_the_keyboard_alone(visitors: Visitors, clerk: Clerk) -> None:
    car = clerk.boot_car()
    wall = Dashboard(await visitors.staff(Role.office, DESK))
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    keys = wall.page.keyboard
    await wall.row(car.boot.name).get_by_role("link", name=car.ticket.number).focus()
    await keys.press("Tab")
    gear = wall.page.get_by_role("link", name=f"Actions for {car.boot.name}")
    await expect(gear).to_be_focused()
    await keys.press("Enter")
    await expect(wall.gear).to_be_visible()
    await expect(wall.gear.locator("a").first).to_be_focused()
    await keys.press("Escape")
    await expect(wall.gear).to_be_hidden()
    await expect(gear).to_be_focused()
    await keys.press("Enter")
    await expect(wall.gear.locator("a").first).to_be_focused()
    await keys.press("Enter")
    await wall.page.wait_for_url("**/do/release")


async def test_on_a_phone_what_needs_somebody_stands_on_the_first_screen(
    visitors: Visitors,
) -> None:
    wall = Dashboard(await visitors.staff(Role.office, PHONE))
    await wall.open()
    # The demonstration's boot that is late.
    box = await wall.row("Red Boot 04").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE.height


async def test_an_open_gear_stays_in_sight_when_a_tablet_is_turned_round(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    wall = Dashboard(await visitors.staff(Role.office, TABLET))
    await wall.open()
    await wall.page.set_viewport_size({"width": TABLET.height, "height": TABLET.width})
    await wall.open_gear(car.boot.name)
    await expect(wall.gear).to_be_visible()
    await wall.page.set_viewport_size({"width": TABLET.width, "height": TABLET.height})
    await expect(wall.gear.locator("a").last).to_be_in_viewport(ratio=1)
