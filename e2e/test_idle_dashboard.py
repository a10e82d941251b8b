"""An open dashboard costs nothing while nothing happens."""

import asyncio
from collections.abc import Callable

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.pages.dashboard import Dashboard
from e2e.town import Town

IDLE_SECONDS = 60


async def test_an_idle_dashboard_makes_no_request_but_its_stream(
    own_town: Town, visitors_of: Callable[[Town], Visitors]
) -> None:
    wall = Dashboard(await visitors_of(own_town).admin())
    asked: list[str] = []
    wall.page.on("request", lambda request: asked.append(request.url))
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    await wall.page.wait_for_load_state("load")
    assert asked.count(f"{own_town.address}/live/boots") == 1

    asked.clear()
    await asyncio.sleep(IDLE_SECONDS)
    assert asked == []
    await expect(wall.live).to_have_attribute("data-state", "live")

    with Clerk(own_town) as clerk:
        car = clerk.boot_car()
    await expect(wall.status(car.boot.name)).to_have_text("Issued")
    assert f"{own_town.address}/dashboard/board" in asked
