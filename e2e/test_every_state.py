"""Every page in every state: nothing for axe, nothing too wide or small, no English in French."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.looking import cells_by_turns, complaints, faults_of
from e2e.mail import MailServer
from e2e.pages.settings import SettingsPage
from e2e.sights import (
    board,
    codes,
    counted,
    desk,
    driver,
    guest,
    inventory,
    labels,
    letters,
    office,
    people,
    report,
    street,
    violations,
    words,
)
from e2e.sights.stage import Journey, Stage
from e2e.town import EmbeddedTown, Town
from tests.integration.ground.declared_access import DECLARED

# Each journey with the pages it must have shown when it is over.
JOURNEYS: dict[Journey, set[str]] = {
    guest.looking: {"/pay"},
    guest.several: {"/pay/{proof:str}"},
    guest.void: {"/pay/{proof:str}"},
    driver.several: {"/b/{token:str}", "/pay/{proof:str}"},
    driver.promising: {"/b/{token:str}"},
    driver.in_full: {
        "/b/{token:str}",
        "/paid/{reference:str}/email",
        "/receipts/{proof:str}",
    },
    driver.in_part: {"/b/{token:str}"},
    driver.second: {"/b/{token:str}"},
    office.counter: {"/counter", "/counter/{vehicle_id:int}", "/counter/drawer"},
    office.refunds: {
        "/refunds",
        "/payments/{payment_id:int}/refund",
        "/refunds/{refund_id:int}/pay-out",
    },
    office.outside: {"/payments/{payment_id:int}", "/payments/{payment_id:int}/refund"},
    office.payments: {
        "/payments",
        "/payments/{payment_id:int}",
        "/payments/{payment_id:int}/email",
        "/payments/{payment_id:int}/goodwill",
        "/takings",
    },
    office.reviews: {
        "/violations/{violation_id:int}",
        "/violations/{violation_id:int}/review",
        "/violations/{violation_id:int}/decide",
    },
    desk.mails: {"/mails", "/mails/{mail_id:int}"},
    letters.letters: set(),
    labels.labels: {"/boots", "/boots/labels", "/boots/labels/jobs", "/boots/labels/{job_id:int}"},
    street.public: {"/", "/b/{token:str}", "/sign-in"},
    street.kerb: {"/b/{token:str}"},
    board.board: {"/dashboard", "/dashboard/boots/{boot_id:int}/actions"},
    board.found: {"/search"},
    inventory.boots: {
        "/boots",
        "/boots/new",
        "/boots/{boot_id:int}",
        "/boots/{boot_id:int}/confirm",
        "/boots/{boot_id:int}/edit",
    },
    inventory.moves: {
        "/b/{token:str}/mine",
        "/boots/{boot_id:int}",
        "/boots/{boot_id:int}/code",
        "/boots/{boot_id:int}/do/cancel_never_applied",
        "/boots/{boot_id:int}/do/make_available",
        "/boots/{boot_id:int}/do/mark_lost",
        "/boots/{boot_id:int}/do/mark_returned",
        "/boots/{boot_id:int}/do/put_back",
        "/boots/{boot_id:int}/do/release",
        "/boots/{boot_id:int}/do/remove_by_staff",
        "/boots/{boot_id:int}/do/take_out",
        "/boots/{boot_id:int}/do/undo_return",
        "/boots/{boot_id:int}/reissue",
    },
    inventory.imported: {"/boots", "/boots/import"},
    counted.counted: {
        "/b/{token:str}",
        "/boots/{boot_id:int}",
        "/stock-takes",
        "/stock-takes/{take_id:int}",
        "/stock-takes/{take_id:int}/boots/{boot_id:int}",
        "/stock-takes/{take_id:int}/finish",
    },
    violations.violations: {
        "/violations",
        "/violations/new",
        "/violations/{violation_id:int}",
        "/violations/{violation_id:int}/ticket",
        "/violations/{violation_id:int}/void",
    },
    report.report: {"/report", "/report/charts"},
    people.staff: {
        "/staff/new",
        "/staff",
        "/staff/{staff_id:int}/deactivate",
        "/staff/{staff_id:int}/reactivate",
        "/staff/{staff_id:int}/role",
    },
    people.audit: {"/audit"},
    codes.codes: {
        "/me",
        "/me/one-time-codes/off",
        "/me/one-time-codes/on",
        "/me/one-time-codes/recovery",
        "/sign-in/code",
        "/sign-in/recovery",
        "/staff/{staff_id:int}/one-time-codes",
    },
    people.settings: {"/settings"},
    people.logo: {"/settings", "/settings/logo", "/b/{token:str}", "/"},
    people.offences: {
        "/offences",
        "/offences/categories/new",
        "/offences/categories/{category_id:int}",
        "/offences/types/new",
        "/offences/types/{type_id:int}",
    },
    words.words: {
        "/templates",
        "/templates/pictures",
        "/templates/{kind:str}/{language:str}",
        "/templates/{kind:str}/{language:str}/versions",
        "/templates/{kind:str}/{language:str}/versions/{version:int}",
    },
}
MAILBOX = {"/mailbox", "/mailbox/{mail_id:str}"}
NO_PAGE_OF_THEIR_OWN = {
    "/b/{token:str}/back/{reference:str}": "leads on",
    "/b/{token:str}/mine/{proof:str}": "leads on",
    "/b/{token:str}/status": "a fragment of /b/{token:str}",
    "/boots/labels/{job_id:int}/pdf": "a file",
    "/boots/{boot_id:int}/label/{job_id:int}": "a fragment of /boots/{boot_id:int}",
    "/boots/{boot_id:int}/label/{job_id:int}/pdf": "a file",
    "/dashboard/board": "a fragment of /dashboard",
    "/healthz": "for machines",
    "/live/boots": "a stream",
    "/logo/{mark:str}": "a picture",
    "/mailbox/{mail_id:str}/shown": "the mail inside /mailbox/{mail_id:str}",
    "/report.csv": "a file",
    "/report/money": "a fragment of /report/charts",
    "/report/totals": "a fragment of /report",
    "/static/{name:path}": "files",
    "/stock-takes/{take_id:int}/result.csv": "a file",
    "/templates/pictures/{name:str}": "a file",
    "/templates/{kind:str}/{language:str}/preview": "a mail, looked at as a document of its own",
    "/violations/new/boots": "a fragment of /violations/new",
    "/pay/{proof:str}/status": "a fragment of /pay/{proof:str}",
    "/receipts/{proof:str}/progress": "a fragment of /receipts/{proof:str}",
    "/pay/{proof:str}/back/{reference:str}": "leads on",
    "/receipts/{proof:str}/pdf": "a file",
    "/takings.csv": "a file",
    "/refunds/{refund_id:int}/close": "the same template; no card moves another amount",
    "/refunds/{refund_id:int}/retry": "the same template as the pay-out; no card refuses refunds",
}


@pytest.fixture(scope="session")
def seen_town(
    rooms: Callable[[str], Path], mail: MailServer, database_for: Callable[[str], str]
) -> Iterator[Town]:
    """A town of its own: these journeys miss tickets and change a setting."""
    made = EmbeddedTown(rooms("seen"), mail.url, database_for("seen"))
    made.start()
    yield made
    made.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def seen_clerk(seen_town: Town, browser: Browser) -> AsyncIterator[Clerk]:
    """The clerk of that town, once Require Overdue Paid is on."""
    async with AsyncExitStack() as contexts:
        admin = await Visitors(browser, seen_town, contexts).admin()
        await SettingsPage(admin).switch_on("Require Overdue Paid")
    with Clerk(seen_town) as clerk:
        yield clerk


def name_of(journey: Journey) -> str:
    """What a journey is called in the list of tests."""
    return f"{journey.__module__.rsplit('.', 1)[-1]}-{getattr(journey, '__name__', '')}"


@pytest.mark.parametrize("journey", JOURNEYS, ids=name_of)
async def test_nothing_is_in_the_way_of_anybody(
    journey: Journey,
    seen_town: Town,
    seen_clerk: Clerk,
    mail: MailServer,
    visitors_of: Callable[[Town], Visitors],
) -> None:
    stage = Stage(visitors_of(seen_town), seen_clerk, seen_town, mail)
    await play(journey, stage, JOURNEYS[journey])


async def test_nothing_is_in_the_way_in_the_mailbox_of_a_town_without_a_mail_server(
    rooms: Callable[[str], Path], mail: MailServer, visitors_of: Callable[[Town], Visitors]
) -> None:
    town = EmbeddedTown(rooms("mailbox"), smtp_url="")
    town.start()
    try:
        with Clerk(town) as clerk:
            await play(street.mailbox, Stage(visitors_of(town), clerk, town, mail), MAILBOX)
    finally:
        town.stop()


async def play(journey: Journey, stage: Stage, pages: set[str]) -> None:
    """Look at every state of a journey; it must have shown these pages when it is over."""
    faults: list[str] = []
    seen: set[str] = set()
    turn = cells_by_turns()
    async for name, page in journey(stage):
        faults += [f"{name}: {fault}" for fault in await faults_of(page, next(turn))]
        seen |= {path for path in pages if _is_at(page, path)}
    assert not faults, "\n".join(faults)
    assert seen == pages


async def test_every_page_is_shown_by_a_journey() -> None:
    shown = set().union(MAILBOX, *JOURNEYS.values())
    pages = {path for method, path in DECLARED if method == "GET"}
    assert pages - shown - set(NO_PAGE_OF_THEIR_OWN) == set()
    assert (shown | set(NO_PAGE_OF_THEIR_OWN)) - pages == set()


async def test_axe_is_able_to_complain(visitors: Visitors) -> None:
    phone = await visitors.driver()
    await phone.open("/")
    assert await complaints(phone.page) == []
    await phone.page.evaluate("document.querySelector('main').append(new Image())")
    assert "image-alt" in "".join(await complaints(phone.page))
    await phone.page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.style.backgroundImage = "linear-gradient(black, white)";
        }"""
    )
    assert "not judged: color-contrast" in "".join(await complaints(phone.page))


async def test_axe_is_able_to_complain_of_an_open_menu(visitors: Visitors) -> None:
    phone = await visitors.driver()
    await phone.open("/")
    await phone.page.evaluate(
        """() => {
          const menu = document.createElement("div");
          menu.popover = "auto";
          menu.textContent = "Pale words";
          menu.style.cssText = "background: white; color: silver; max-inline-size: 4rem";
          document.querySelector("main").append(menu);
          menu.showPopover();
        }"""
    )
    assert "color-contrast" in "".join(await complaints(phone.page))
    await phone.page.evaluate("document.querySelector('[popover]').style.color = 'black'")
    assert await complaints(phone.page) == []


def _is_at(page: Page, path: str) -> bool:
    pattern = re.sub(r"\{\w+:int\}", r"[0-9]+", re.sub(r"\{\w+:str\}", r"[^/]+", path))
    return re.search(rf"//[^/]+{pattern}(\?.*)?(#.*)?$", page.url) is not None
