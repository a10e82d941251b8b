"""The pages that are asked about, each in the state somebody meets it in."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from playwright.async_api import Browser

from app.rules.people.access import Role
from e2e.booted import BootedCar, Clerk
from e2e.browsers import DESK, Visitors
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.guest import GuestPage
from e2e.pages.hand import Hand
from e2e.town import EmbeddedTown

# Target U1: what anybody may find; what is private to a case and must not be found; the desk's.
PUBLIC = (100, 100, 100, 100)
PRIVATE = (100, 100, 100)
STAFF = (97, 100, 100)
CODE_WITHIN_MS = 20_000


@dataclass(frozen=True)
class Sheet:
    """A page, the cookies of who sees it, and its least points in the order of `CATEGORIES`."""

    name: str
    address: str
    least: tuple[int, ...]
    cookies: dict[str, str] = field(default_factory=dict)


async def all_sheets(browser: Browser, town: EmbeddedTown, contexts: AsyncExitStack) -> list[Sheet]:
    """Bring the town into a state in which every page has something to show."""
    visitors = Visitors(browser, town, contexts)
    with Clerk(town) as clerk:
        car, paid = clerk.boot_car(), clerk.boot_car()
        ticket = clerk.write_ticket("LGHT 100", "Expired meter")
        public = [
            Sheet("home", f"{town.address}/", PUBLIC),
            Sheet("Pay your Ticket", f"{town.address}/pay", PUBLIC),
            Sheet("sticker", clerk.add_boot().address, PUBLIC),
            # It tells of a case, so it asks not to be indexed, which costs the fourth category.
            Sheet("sticker on a car", car.boot.address, PRIVATE),
        ]
        guest = GuestPage(await visitors.driver())
        await guest.start()
        await guest.look_up(ticket.number, ticket.pin)
        await guest.heading.get_by_text(ticket.number).wait_for()
        private = [await _seen("a ticket to pay", guest.hand, PRIVATE), await _code(visitors, paid)]
        return public + private + await _desk(visitors, car)


async def _code(visitors: Visitors, car: BootedCar) -> Sheet:
    page = DriverPage(await visitors.driver(), car.boot.address)
    await page.scan()
    await page.pay(car.email)
    await CardPage(page.hand).approve()
    await page.code.wait_for(timeout=CODE_WITHIN_MS)
    return await _seen("the release code", page.hand, PRIVATE)


async def _desk(visitors: Visitors, car: BootedCar) -> list[Sheet]:
    """Every page of the staff's menu, and one case, boot and car of each."""
    hand = await visitors.staff(Role.admin, DESK)
    await hand.open("/dashboard")
    menu = await hand.page.locator("nav a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    paths = [
        *dict.fromkeys(menu),
        "/me",
        "/violations/new",
        car.ticket.path,
        f"/boots/{car.boot.boot_id}",
        f"/counter?q={car.plate.replace(' ', '+')}",
        "/boots/import",
        "/search?q=Boot",
    ]
    cookies = await _cookies(hand)
    sheets = []
    for path in dict.fromkeys(paths):
        # A search with one hit leads on, and Lighthouse is asked about where it led.
        await hand.open(path)
        sheets.append(Sheet(f"desk {path}", hand.page.url, STAFF, cookies))
    return sheets


async def _seen(name: str, hand: Hand, least: tuple[int, ...]) -> Sheet:
    return Sheet(name, hand.page.url, least, await _cookies(hand))


async def _cookies(hand: Hand) -> dict[str, str]:
    kept = await hand.page.context.cookies()
    return {cookie["name"]: cookie["value"] for cookie in kept if "name" in cookie}
