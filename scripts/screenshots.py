"""Takes README's pictures in the demonstration town: `python -m scripts.screenshots`."""

import asyncio
import io
import tempfile
from contextlib import AsyncExitStack
from email import message_from_bytes, policy
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, TABLET, Device, Visitors, chromium
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.entry import EntryPage
from e2e.pages.guest import GuestPage
from e2e.pages.hand import Hand
from e2e.town import EmbeddedTown

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
COLOURS = 64
LETTER = Device(640, 900)
WIDE = Device(1024, 800)
CODE_WITHIN_MS = 20_000


async def main() -> None:
    """Live through a booting once and take a picture of each of its screens."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bootkeeper-pictures-") as folder:
        town = EmbeddedTown(Path(folder), smtp_url="")
        try:
            await asyncio.to_thread(town.start)
            async with chromium() as browser, AsyncExitStack() as contexts:
                visitors = Visitors(browser, town, contexts)
                await officer(await visitors.staff(Role.officer, TABLET))
                admin = await visitors.staff(Role.admin, DESK)
                await admin.open("/dashboard")
                await keep(admin.page, "dashboard")
                await driver(await visitors.driver(), booted_page(town))
                reader = await visitors.driver(LETTER)
                await letter(reader, release_mail(town.folder / "mail"))
                with Clerk(town) as clerk:
                    await money(visitors, clerk)
        finally:
            await asyncio.to_thread(town.stop)


async def officer(hand: Hand) -> None:
    """A violation with a boot, filled in and not saved."""
    entry = EntryPage(hand)
    await entry.open()
    await entry.fill(
        "MRLW 517", "12 Station Road", "Expired meter", "Boot Applied", boot="Blue Boot 08"
    )
    await keep(hand.page, "violation")


async def driver(hand: Hand, address: str) -> None:
    """From the label to the code and its mail."""
    page = DriverPage(hand, address)
    await page.scan()
    await keep(hand.page, "pay")
    await page.pay("dana@example.org")
    await CardPage(hand).approve()
    await page.code.wait_for(timeout=CODE_WITHIN_MS)
    await page.mail.get_by_text("was sent to").wait_for(timeout=CODE_WITHIN_MS)
    await keep(hand.page, "code")


async def money(visitors: Visitors, clerk: Clerk) -> None:
    """A ticket found by its number, a car at the counter, and a deposit less a damage."""
    first = clerk.write_ticket("GRTN 614", "Expired meter")
    clerk.write_ticket("GRTN 614", "No parking zone")
    guest = GuestPage(await visitors.driver())
    await guest.start()
    await guest.number.fill(f"{first.number}-{first.pin}")
    await guest.search()
    await guest.heading.get_by_text(first.number).wait_for()
    await guest.choices.last.check()
    await keep(guest.page, "ticket")

    car = clerk.boot_car("HLNS 730")
    clerk.write_ticket(car.plate, "No parking zone")
    desk = await visitors.staff(Role.office, WIDE)
    await desk.open(f"/counter?q={car.plate}")
    await keep(desk.page, "counter")
    clerk.submit(f"/counter?q={car.plate}", way="cash", email=car.email)
    clerk.submit(f"/boots/{car.boot.boot_id}/do/mark_returned", condition="good")
    await desk.open("/refunds")
    await desk.tap(desk.page.get_by_role("link", name="Process refund").last)
    await desk.page.get_by_role("textbox", name="Damage (").fill("45.00")
    await desk.page.get_by_label("What is damaged").fill("The lock is bent")
    await desk.tap(desk.page.get_by_role("button", name="Show the new amount"))
    await desk.page.get_by_role("button", name="Process refund of").wait_for()
    await keep(desk.page, "refund")
    receipt = await visitors.driver()
    await desk.open(f"/payments?q={car.plate}")
    await desk.tap(desk.page.locator("tbody th a").first)
    link = desk.page.get_by_role("link", name="Receipt")
    await receipt.open(str(await link.get_attribute("href")))
    await keep(receipt.page, "receipt")


async def letter(hand: Hand, html: str) -> None:
    """The release mail as a mail reader shows it."""
    await hand.page.set_content(html)
    await keep(hand.page, "mail")


def release_mail(mails: Path) -> str:
    """The HTML part of the release mail among the files of the demonstration's mail server."""
    for path in mails.glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = mail.get_body(("html",))
        if body is not None and "code" in mail["subject"]:
            return str(body.get_content())
    raise LookupError("no release mail was kept")


def booted_page(town: EmbeddedTown) -> str:
    """The pay page as `make run` prints it."""
    lines = (town.folder / "run.log").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("Pay page"))
    return line.removeprefix("Pay page").strip()


async def keep(page: Page, name: str) -> None:
    """One picture of what the window shows, in few colours."""
    await page.evaluate("window.scrollTo(0, 0)")
    picture = Image.open(io.BytesIO(await page.screenshot(animations="disabled")))
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    asyncio.run(main())
