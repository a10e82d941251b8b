"""Labels come off the printer and are scanned."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import zxingcpp
from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.pages.boots import BootForm, BootPage
from e2e.pages.driver import DriverPage
from e2e.pages.labels import LabelsPage
from e2e.town import Town

PRINTED_DPI = 150
POINTS_PER_INCH = 72


def scanned(pdf: Path) -> list[list[str]]:
    """What a phone reads on each printed page, from the top."""
    pages = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=PRINTED_DPI / POINTS_PER_INCH).to_pil()
            codes = zxingcpp.read_barcodes(picture)
            codes.sort(key=lambda code: code.position.top_left.y // 100)
            pages.append([code.text for code in codes])
    return pages


async def test_the_printed_label_is_scanned_and_leads_to_the_boot(
    visitors: Visitors, clerk: Clerk, tmp_path: Path
) -> None:
    admin = await visitors.admin()
    await BootForm(admin).add("Label Boot 31", "3187")
    boot = BootPage(admin)
    [[address]] = scanned(await boot.download_label(tmp_path))
    assert address.casefold() == (await boot.label_address()).casefold()
    driver = DriverPage(await visitors.driver(), address)
    await driver.scan()
    await expect(driver.heading).to_have_text("Label Boot 31")
    await expect(driver.page.locator("#case")).to_contain_text("This boot is not on a vehicle")


async def test_labels_of_a_search_go_on_a_sheet_that_is_used_in_part_and_are_scanned(
    visitors: Visitors, clerk: Clerk, tmp_path: Path
) -> None:
    names = [f"Sheet Boot {number:02}" for number in range(1, 13)]
    clerk.add_boots(names)
    labels = LabelsPage(await visitors.admin())
    await labels.choose_all("sheet boot")
    await expect(labels.page.locator("main")).to_contain_text("The labels of 12 boots")
    await expect(labels.cell(5)).to_be_hidden()
    await labels.choose_paper("A4 sheet")
    await labels.cell(5).check()
    await labels.order()
    await expect(labels.progress.or_(labels.ready)).to_be_visible()
    # The page comes to it by itself.
    await expect(labels.ready).to_be_visible()
    first, second = scanned(await labels.download(tmp_path))
    assert (len(first), len(second)) == (4, 8)
    assert len({*first, *second}) == 12
    driver = DriverPage(await visitors.driver(), first[0])
    await driver.scan()
    assert await driver.heading.inner_text() in names[:2]


async def test_labels_cut_short_by_a_kill_are_made_by_the_next_process_once(
    own_town: Town, tmp_path: Path, visitors_of: Callable[[Town], Visitors]
) -> None:
    with Clerk(own_town) as clerk:
        clerk.add_boots([f"Kill Boot {number:04}" for number in range(600)])
        sheets = {"paper": "sheet_letter", "start_sheet_letter": "1"}
        job = clerk.submit("/boots/labels?all=1&q=kill", **sheets).url.path
        while not re.search(r"\d+ of 600 labels are drawn", clerk.read(job).text):
            assert "Download" not in clerk.read(job).text
            await asyncio.sleep(0.02)
        own_town.kill()
    own_town.start()
    labels = LabelsPage(await visitors_of(own_town).admin())
    await labels.hand.open(job)
    await expect(labels.ready).to_be_visible(timeout=30_000)
    with pypdfium2.PdfDocument(await labels.download(tmp_path)) as document:
        assert len(document) == 60
