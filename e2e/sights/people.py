"""The administrator's own: staff, audit, settings, offence types."""

import io

from PIL import Image, ImageDraw
from playwright.async_api import expect

from e2e.sights.stage import Sights, Stage, refused


async def staff(stage: Stage) -> Sights:
    """The list, somebody new, somebody changed."""
    hand = await stage.visitors.admin()
    page = hand.page
    for name, address in (
        ("staff", "/staff"),
        ("role asked", "/staff/1/role"),
        ("deactivation asked", "/staff/1/deactivate"),
        ("new person", "/staff/new"),
    ):
        await hand.open(address)
        yield name, page
    await refused(hand)
    yield "new person without a name", page
    stage.clerk.submit(
        "/staff/new",
        name="Sam Seen",
        email="sam.seen@example.com",
        role="officer",
        password="three odd words",
    )
    await hand.open("/staff")
    await hand.tap(page.locator("tr", has_text="sam.seen").get_by_role("link", name="Deactivate"))
    stage.clerk.submit(page.url)
    await hand.open(page.url.replace("deactivate", "reactivate"))
    yield "reactivation asked", page


async def audit(stage: Stage) -> Sights:
    """The audit whole, filtered, empty."""
    stage.clerk.boot_car()
    hand = await stage.visitors.admin()
    for name, words in (
        ("audit", ""),
        ("audit of one verb", "?kind=boot&verb=add_boot"),
        ("audit of one boot", "?thing=boot:1"),
        ("audit of days without any", "?to=2001-01-01"),
    ):
        await hand.open(f"/audit{words}")
        yield name, hand.page


async def settings(stage: Stage) -> Sights:
    """The settings, and one that cannot be."""
    hand = await stage.visitors.admin()
    page = hand.page
    await hand.open("/settings")
    yield "settings", page
    await page.get_by_label("PIN length", exact=True).fill("99")
    await hand.tap(page.get_by_role("button", name="Save settings"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "settings refused", page
    await hand.open("/settings")
    await hand.tap(page.get_by_role("button", name="Save settings"))
    await page.wait_for_url("**?done=*")
    yield "settings saved", page


async def offences(stage: Stage) -> Sights:
    """Categories and types."""
    hand = await stage.visitors.admin()
    page = hand.page
    for name, address in (
        ("offence types", "/offences"),
        ("category", "/offences/categories/1"),
        ("offence type", "/offences/types/1"),
    ):
        await hand.open(address)
        yield name, page
    for name, address in (
        ("new category", "/offences/categories/new"),
        ("new offence type", "/offences/types/new?category=1"),
    ):
        await hand.open(address)
        yield name, page
        await refused(hand)
        yield f"{name} without a name", page


async def logo(stage: Stage) -> Sights:
    """The town has a logo of its own, and somebody tries something that is no picture."""
    car = stage.clerk.boot_car()
    hand = await stage.visitors.admin()
    page = hand.page
    await hand.open("/settings/logo")
    yield "no logo yet", page
    drawing = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    await page.get_by_label("Picture", exact=True).set_input_files(drawing)  # type: ignore[arg-type]
    await hand.tap(page.get_by_role("button", name="Save this logo"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "logo that is no picture", page
    stage.clerk.save_logo(_seal())
    await hand.open("/settings/logo")
    yield "logo to be changed", page
    await hand.open("/settings")
    yield "settings with a logo", page
    driver = await stage.phone()
    await driver.open(car.boot.address)
    yield "boot to pay, with a logo", driver.page
    await driver.open("/")
    yield "home with a logo", driver.page
    stage.clerk.remove_logo()


def _seal() -> bytes:
    """A dark ring on nothing, as towns have them."""
    seal, file = Image.new("RGBA", (300, 300), (0, 0, 0, 0)), io.BytesIO()
    ImageDraw.Draw(seal).ellipse((20, 20, 280, 280), outline=(16, 60, 110, 255), width=24)
    seal.save(file, "PNG")
    return file.getvalue()
