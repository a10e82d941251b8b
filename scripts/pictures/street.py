"""Pictures of the kerb: the officer's tablet, the driver's phone, the mail with the code."""

from e2e.booted import Clerk
from e2e.browsers import FRENCH, Device, Visitors
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.entry import EntryPage
from e2e.pages.hand import Hand
from e2e.town import EmbeddedTown
from scripts.pictures.keep import keep

LETTER = Device(640, 900)
CODE_WITHIN_MS = 20_000


async def officer(hand: Hand) -> None:
    """A violation with a boot, filled in and not saved."""
    entry = EntryPage(hand)
    await entry.open()
    await entry.fill(
        "MRLW 517", "12 Station Road", "Expired meter", "Boot Applied", boot="Blue Boot 08"
    )
    await keep(hand.page, "violation")


async def driver(visitors: Visitors, town: EmbeddedTown) -> None:
    """From the label to the code and its mail."""
    hand = await visitors.driver()
    page = DriverPage(hand, booted_page(town))
    await page.scan()
    await keep(hand.page, "pay")
    await page.pay("dana@example.org")
    await CardPage(hand).approve()
    await page.code.wait_for(timeout=CODE_WITHIN_MS)
    await page.mail.get_by_text("was sent to").wait_for(timeout=CODE_WITHIN_MS)
    await keep(hand.page, "code")
    reader = await visitors.driver(LETTER)
    await reader.open("/mailbox")
    mail = reader.page.get_by_role("link", name="Release code")
    await reader.open(f"{await mail.get_attribute('href')}/shown")
    await keep(reader.page, "mail")


async def french(visitors: Visitors, clerk: Clerk) -> None:
    """The label of a booted car, scanned by a phone that speaks French."""
    car = clerk.boot_car("NDRL 385")
    page = DriverPage(await visitors.driver(locale=FRENCH), car.boot.address)
    await page.scan()
    await keep(page.page, "french")


def booted_page(town: EmbeddedTown) -> str:
    """The pay page as `make run` prints it."""
    lines = (town.folder / "run.log").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("Pay page"))
    return line.removeprefix("Pay page").strip()
