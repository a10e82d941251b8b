"""The pages of money, in every state: nothing for axe, nothing too wide, no small target."""

import itertools
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from e2e.booted import Clerk
from e2e.browsers import Scheme, Visitors
from e2e.in_french import faults_in_french
from e2e.mail import MailServer
from e2e.pages.settings import SettingsPage
from e2e.sights import desk, driver, guest, labels, letters, office
from e2e.sights.stage import Journey, Stage
from e2e.test_staff_pages import SMALL, TOO_WIDE
from e2e.town import EmbeddedTown, Town
from tests.integration.ground.declared_access import DECLARED

pytestmark = pytest.mark.looks

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# `make axe` looks at each state in both schemes and both languages; the suite takes them by turns.
CELLS: tuple[tuple[tuple[Scheme, ...], bool], ...] = (
    (("light",), False),
    (("dark",), False),
    (("light",), True),
    (("dark",), True),
)
EVERY_CELL = os.environ.get("AXE") == "all"
WIDTHS = (320, 820, 1440)
NARROWEST_TARGET = 44
# A mail is shown inside its reader's page, which has the landmarks.
IN_A_READER = {"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}
# Each journey with the pages it must have shown when it is over.
JOURNEYS: dict[Journey, set[str]] = {
    guest.looking: {"/pay"},
    guest.several: {"/pay/{proof:str}", "/pay/{proof:str}/pay"},
    guest.void: {"/pay/{proof:str}"},
    driver.several: {"/b/{token:str}", "/pay/{proof:str}"},
    driver.promising: {"/b/{token:str}", "/b/{token:str}/promise"},
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
}
MONEY = re.compile(
    r"/(pay|paid|receipts|counter|payments|refunds|takings|mails)\b|/(review|decide)$"
)
NO_PAGE_OF_THEIR_OWN = {
    "/pay/{proof:str}/status": "a fragment of /pay/{proof:str}",
    "/receipts/{proof:str}/progress": "a fragment of /receipts/{proof:str}",
    "/pay/{proof:str}/back/{reference:str}": "leads on",
    "/receipts/{proof:str}/pdf": "a file",
    "/takings.csv": "a file",
    "/refunds/{refund_id:int}/close": "the same template; no card moves another amount",
    "/refunds/{refund_id:int}/retry": "the same template as the pay-out; no card refuses refunds",
}


@pytest.fixture(scope="module")
def money_town(
    rooms: Callable[[str], Path], mail: MailServer, database_for: Callable[[str], str]
) -> Iterator[Town]:
    """A town of its own: these journeys miss tickets and change a setting."""
    made = EmbeddedTown(rooms("money"), mail.url, database_for("money"))
    made.start()
    yield made
    made.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def money_clerk(money_town: Town, browser: Browser) -> AsyncIterator[Clerk]:
    """The clerk of that town, once Require Overdue Paid is on."""
    async with AsyncExitStack() as contexts:
        admin = await Visitors(browser, money_town, contexts).admin()
        await SettingsPage(admin).switch_on("Require Overdue Paid")
    with Clerk(money_town) as clerk:
        yield clerk


def name_of(journey: Journey) -> str:
    """What a journey is called in the list of tests."""
    return f"{journey.__module__.rsplit('.', 1)[-1]}-{getattr(journey, '__name__', '')}"


@pytest.mark.parametrize("journey", JOURNEYS, ids=name_of)
async def test_nothing_is_in_the_way_of_anybody(
    journey: Journey,
    money_town: Town,
    money_clerk: Clerk,
    mail: MailServer,
    visitors_of: Callable[[Town], Visitors],
) -> None:
    stage = Stage(visitors_of(money_town), money_clerk, money_town, mail)
    faults: list[str] = []
    seen: set[str] = set()
    turn = itertools.cycle(CELLS)
    async for name, page in journey(stage):
        schemes, french = (SCHEMES, True) if EVERY_CELL else next(turn)
        faults += [f"{name}: {fault}" for fault in await faults_of(page, schemes)]
        # A mail is read where it is shown, and has its language from whoever paid.
        if french and page.url != "about:blank":
            faults += [f"{name}: {fault}" for fault in await faults_in_french(page)]
        seen |= {path for path in JOURNEYS[journey] if _is_at(page, path)}
    assert faults == []
    assert seen == JOURNEYS[journey]


async def test_every_page_of_money_is_shown_by_a_journey() -> None:
    shown = set().union(*JOURNEYS.values()) | set(NO_PAGE_OF_THEIR_OWN)
    pages = {path for method, path in DECLARED if method == "GET" and MONEY.search(path)}
    assert pages - shown == set()
    assert set(NO_PAGE_OF_THEIR_OWN) - pages == set()


async def faults_of(page: Page, schemes: tuple[Scheme, ...] = SCHEMES) -> list[str]:
    """What axe, a narrow screen and a thumb have to say; leaves the page as it was."""
    size, mail = page.viewport_size, page.url == "about:blank"
    faults: list[str] = []
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme)
        found = await Axe().run(page, options=IN_A_READER if mail else None)
        if found.violations_count:
            faults.append(f"{scheme}: {found.generate_report()}")
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        if await page.evaluate(TOO_WIDE):
            faults.append(f"too wide at {width}")
        if not mail:
            small = await page.evaluate(SMALL, NARROWEST_TARGET)
            faults += [f"small at {width}: {one}" for one in small]
    await page.emulate_media(color_scheme="light")
    if size:
        await page.set_viewport_size(size)
    return faults


def _is_at(page: Page, path: str) -> bool:
    pattern = re.sub(r"\{\w+:int\}", r"[0-9]+", re.sub(r"\{\w+:str\}", r"[^/]+", path))
    return re.search(rf"//[^/]+{pattern}(\?.*)?(#.*)?$", page.url) is not None
