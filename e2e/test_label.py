"""The label comes off the printer and is scanned."""

from pathlib import Path

import pypdfium2
import zxingcpp
from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.pages.boots import BootForm, BootPage
from e2e.pages.driver import DriverPage

PRINTED_DPI = 150
POINTS_PER_INCH = 72


def scanned(pdf: Path) -> list[str]:
    """What a phone reads on the printed page."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        picture = document[0].render(scale=PRINTED_DPI / POINTS_PER_INCH).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


async def test_the_printed_label_is_scanned_and_leads_to_the_boot(
    visitors: Visitors, clerk: Clerk, tmp_path: Path
) -> None:
    admin = await visitors.admin()
    await BootForm(admin).add("Label Boot 31", "3187")
    boot = BootPage(admin)
    [address] = scanned(await boot.download_label(tmp_path))
    assert address.casefold() == (await boot.label_address()).casefold()
    driver = DriverPage(await visitors.driver(), address)
    await driver.scan()
    await expect(driver.heading).to_have_text("Label Boot 31")
    await expect(driver.page.locator("#case")).to_contain_text("This boot is not on a vehicle")
