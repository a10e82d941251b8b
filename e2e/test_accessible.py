"""axe finds nothing on the public pages and the dashboard, in light and in dark."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from e2e.booted import Clerk
from e2e.browsers import Scheme, Visitors
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.driver import DriverPage

pytestmark = pytest.mark.looks

SCHEMES: list[Scheme] = ["light", "dark"]


async def complaints(page: Page) -> str:
    """What axe has to say about the page as it stands; "" for nothing."""
    found = await Axe().run(page)
    return str(found.generate_report()) if found.violations_count else ""


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_on_the_public_pages(
    visitors: Visitors, clerk: Clerk, scheme: Scheme
) -> None:
    phone = await visitors.driver(scheme=scheme)
    idle = clerk.add_boot()
    for address in ("/", "/sign-in", idle.address, "/b/NOBODYKNOWSTHISTOKEN", "/nowhere"):
        await phone.open(address)
        assert await complaints(phone.page) == "", address
    await phone.open("/sign-in")
    await phone.page.get_by_label("Email").fill("nobody@example.com")
    await phone.page.get_by_label("Password").fill("wrong wrong wrong")
    await phone.tap(phone.page.get_by_role("button", name="Sign in"))
    await expect(phone.page.locator("#errors")).to_be_visible()
    assert await complaints(phone.page) == "", "sign-in refused"


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_in_any_state_of_the_driver_s_page(
    visitors: Visitors, clerk: Clerk, scheme: Scheme
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(scheme=scheme), car.boot.address)
    await driver.scan()
    assert await complaints(driver.page) == "", "to pay"
    await driver.press_pay()
    await expect(driver.summary).to_be_visible()
    assert await complaints(driver.page) == "", "no email"
    await driver.fill_email("dana@gmial.com")
    await driver.press_pay()
    await expect(driver.summary).to_contain_text("Did you mean")
    assert await complaints(driver.page) == "", "mistyped email"
    await driver.pay(car.email)
    await CardPage(driver.hand).cancel()
    await expect(driver.notice).to_be_visible()
    assert await complaints(driver.page) == "", "abandoned"
    await driver.pay(car.email)
    await CardPage(driver.hand).pay_with("Slow card")
    await expect(driver.heading).to_have_text("We are waiting for the bank")
    assert await complaints(driver.page) == "", "waiting"
    await expect(driver.code).to_be_visible()
    assert await complaints(driver.page) == "", "code"
    stranger = DriverPage(await visitors.driver(scheme=scheme), car.boot.address)
    await stranger.scan()
    assert await complaints(stranger.page) == "", "released, seen by a stranger"


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_on_the_dashboard(
    visitors: Visitors, clerk: Clerk, scheme: Scheme
) -> None:
    car = clerk.boot_car()
    wall = Dashboard(await visitors.admin(scheme))
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    assert await complaints(wall.page) == "", "board"
    await wall.open_gear(car.boot.name)
    await expect(wall.deeds().first).to_be_visible()
    assert await complaints(wall.page) == "", "open gear"
    await wall.hand.open("/dashboard?status=available&group=available&page=2")
    assert await complaints(wall.page) == "", "a shelf's last page"
    await wall.hand.open("/dashboard?q=nothing-is-called-this")
    assert await complaints(wall.page) == "", "nothing found"


async def test_axe_is_able_to_complain(visitors: Visitors) -> None:
    phone = await visitors.driver()
    await phone.open("/")
    await phone.page.evaluate("document.querySelector('main').append(new Image())")
    assert "image-alt" in await complaints(phone.page) or "alternative text" in await complaints(
        phone.page
    )
