"""Looks at a page in its cells: scheme, width and language (target U3)."""

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.async_playwright import Axe
from axe_playwright_python.base import AxeResults
from playwright.async_api import Page, expect

from e2e.browsers import FRENCH, Scheme
from e2e.in_french import faults_of_french
from e2e.rulers import SMALL, TOO_WIDE, WIDTHS

NARROWEST = 320
NARROWEST_TARGET = 44
# High enough for every page: axe cannot judge what is scrolled away inside a box or behind a bar.
WHOLE_PAGE = 6000
MAIL = "about:blank"
# What passed is nobody's business, and telling it takes most of axe's time.
TOLD = {"resultTypes": ["violations", "incomplete"]}
# A mail is shown inside its reader's page, which has the landmarks.
IN_A_READER = TOLD | {
    "rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}
}
# What a page asks for by itself, once it is there or is seen.
STILL_TO_COME = '[hx-trigger="load"], [hx-trigger="intersect once"]'
# An open menu and the page below it: axe compares all that lies under each line of words.
OPEN_MENU = ":popover-open"
ALONE = """menu => {
  document.body.style.visibility = "hidden";
  menu.style.visibility = "visible";
}"""
AGAIN = """menu => {
  document.body.style.visibility = menu.style.visibility = "";
}"""
# What axe leaves to people and they have judged: a pattern of what it says, why it is in order.
JUDGED = (
    (r"^color-contrast .*Element content is too short", "coloured as the longer words beside it"),
    (r"^color-contrast .*only non-text characters", "an arrow coloured as the words beside it"),
    (r"^color-contrast at \['[^']*(svg|text)\[", "words of a drawing, coloured as the card's"),
    (
        r"^color-contrast .*'div:nth-child\(\d+\) > d[td].*partially obscured",
        "the list of placeholders scrolls in a box of its own, and all of it looks alike",
    ),
    (
        r"^color-contrast at \['[^']*th\[scope=\"rowgroup\"\].*overlapped by another element",
        "a head beside several rows, on their ground; axe takes the lower rows to lie over it",
    ),
    (r"^frame-tested ", "a preview lets nothing run; it is looked at by itself"),
)


@dataclass(frozen=True)
class Cell:
    """One way somebody meets a page; `width` in CSS pixels."""

    scheme: Scheme
    width: int
    french: bool


SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CELLS = tuple(
    Cell(scheme, width, french)
    for width, french, scheme in itertools.product(WIDTHS, (False, True), SCHEMES)
)
EVERY_CELL = os.environ.get("AXE") == "all"


def cells_by_turns() -> Iterator[Sequence[Cell]]:
    """What each state of a journey is looked at in: all cells for `make axe`, else the next one."""
    if EVERY_CELL:
        return itertools.repeat(CELLS)
    # Neighbours differ in everything, so that a short journey meets both schemes and languages.
    return itertools.cycle([(CELLS[5 * turn % len(CELLS)],) for turn in range(len(CELLS))])


async def faults_of(page: Page, cells: Sequence[Cell]) -> list[str]:
    """What axe, a narrow screen, a thumb and a reader of French say; leaves the page as it was."""
    before = page.viewport_size
    faults = [fault for cell in cells if not cell.french for fault in await _axe(page, cell)]
    for width in sorted({NARROWEST, *(cell.width for cell in cells)}):
        await page.set_viewport_size({"width": width, "height": 900})
        if await page.evaluate(TOO_WIDE):
            faults.append(f"too wide at {width}")
        if page.url != MAIL:
            small = await page.evaluate(SMALL, NARROWEST_TARGET)
            faults += [f"small at {width}: {one}" for one in small]
    await page.emulate_media(color_scheme="light")
    if before:
        await page.set_viewport_size(before)
    # A mail is read where it is shown, and has its language from whoever paid.
    if page.url != MAIL and (in_french := [cell for cell in cells if cell.french]):
        faults += await _faults_in_french(page, in_french)
    return faults


async def _faults_in_french(page: Page, cells: Sequence[Cell]) -> list[str]:
    """Open the address of `page` a second time, in French; the page itself is left alone."""
    twin = await page.context.new_page()
    try:
        await _read_in_french(twin)
        answer = await twin.goto(page.url)
        # The answer to a form has no address of its own.
        if answer is None or answer.status == 405:
            return []
        faults = await faults_of_french(twin, sorted({cell.width for cell in cells}))
        faults += [fault for cell in cells for fault in await _axe(twin, cell)]
        return faults
    finally:
        await twin.close()


async def _read_in_french(page: Page) -> None:
    """A cookie would turn what the other pages ask for meanwhile into French too."""
    chromium = await page.context.new_cdp_session(page)
    asked = {"userAgent": "", "acceptLanguage": FRENCH}
    await chromium.send("Emulation.setUserAgentOverride", asked)


async def complaints(page: Page) -> list[str]:
    """What axe finds, and what it leaves to people and nobody has judged yet."""
    menu = page.locator(OPEN_MENU)
    if not await menu.count():
        return _told(await Axe().run(page, options=IN_A_READER if page.url == MAIL else TOLD))
    told = _told(await Axe().run(page, {"exclude": [[OPEN_MENU]]}, TOLD))
    await menu.evaluate(ALONE)
    told += _told(await Axe().run(page, [[OPEN_MENU]], TOLD))
    await menu.evaluate(AGAIN)
    return told


def _told(looked: AxeResults) -> list[str]:
    answer: dict[str, Any] = looked.response
    told = [_words(found, node) for found in answer["violations"] for node in found["nodes"]]
    for doubt in answer["incomplete"]:
        doubts = [_words(doubt, node) for node in doubt["nodes"]]
        told += [f"not judged: {said}" for said in doubts if not _is_judged(said)]
    return told


async def _axe(page: Page, cell: Cell) -> list[str]:
    await page.set_viewport_size({"width": cell.width, "height": WHOLE_PAGE})
    await page.emulate_media(color_scheme=cell.scheme)
    await expect(page.locator(STILL_TO_COME)).to_have_count(0)
    return [f"{cell}: {said}" for said in await complaints(page)]


def _words(found: dict[str, Any], node: dict[str, Any]) -> str:
    reasons = {check["message"] for kind in ("any", "all", "none") for check in node[kind]}
    return f"{found['id']} at {node['target']}: {'; '.join(sorted(reasons))}"


def _is_judged(said: str) -> bool:
    return any(re.search(pattern, said) for pattern, _ in JUDGED)
