"""What anybody meets: the public pages, signing in, and the driver's page until the code."""

from playwright.async_api import expect

from e2e.browsers import DESK
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.sights.stage import Sights, Stage


async def public(stage: Stage) -> Sights:
    """Pages of nobody's case."""
    hand = await stage.phone()
    page = hand.page
    idle = stage.clerk.add_boot()
    for name, address in (
        ("home", "/"),
        ("sticker of a boot without a car", idle.address),
        ("unknown sticker", "/b/NOBODYKNOWSTHISTOKEN"),
        ("address that leads nowhere", "/nowhere"),
    ):
        await hand.open(address)
        yield name, page
    stage.clerk.submit(f"/boots/{idle.boot_id}/reissue", reason="The label is torn")
    await hand.open(idle.address)
    yield "sticker that was replaced", page
    await hand.open("/sign-in")
    yield "sign in", page
    await page.get_by_label("Email").fill("nobody@example.com")
    await page.get_by_label("Password").fill("wrong wrong wrong")
    await hand.tap(page.get_by_role("button", name="Sign in"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "sign in refused", page


async def kerb(stage: Stage) -> Sights:
    """A driver's mistakes, the bank's doubts, the code."""
    car = stage.clerk.boot_car()
    driver = DriverPage(await stage.phone(), car.boot.address)
    await driver.scan()
    yield "boot to pay", driver.page
    await driver.press_pay()
    await expect(driver.summary).to_be_visible()
    yield "boot to pay, no email", driver.page
    await driver.fill_email("dana@gmial.com")
    await driver.press_pay()
    await expect(driver.summary).to_contain_text("Did you mean")
    yield "boot to pay, mistyped email", driver.page
    await driver.pay(car.email)
    await CardPage(driver.hand).cancel()
    await expect(driver.notice).to_be_visible()
    yield "boot to pay, left the card page", driver.page
    await driver.pay(car.email)
    await CardPage(driver.hand).pay_with("Slow card")
    await expect(driver.heading).to_have_text("We are waiting for the bank")
    yield "waiting for the bank", driver.page
    await expect(driver.code).to_be_visible()
    yield "code", driver.page
    stranger = DriverPage(await stage.phone(), car.boot.address)
    await stranger.scan()
    yield "released, seen by a stranger", stranger.page


async def mailbox(stage: Stage) -> Sights:
    """The demonstration's mailbox, in a town without a mail server."""
    hand = await stage.visitors.driver(DESK)
    await hand.open("/mailbox")
    yield "mailbox, empty", hand.page
    await stage.paid(stage.clerk.boot_car())
    first = hand.page.locator("ul.mails a").first
    await stage.eventually(hand.page.reload, hand.page.locator("main"), "code")
    yield "mailbox", hand.page
    await hand.tap(first)
    await hand.page.wait_for_url("**/mailbox/*")
    yield "mail of the mailbox", hand.page
