"""A list of boots is checked, mended and imported by hand, and its pages are fit to be read."""

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from app.rules.people.access import Role
from e2e.browsers import DESK, Scheme, Visitors
from e2e.pages.hand import Hand
from e2e.test_staff_pages import SMALL, TOO_WIDE

SCHEMES: list[Scheme] = ["light", "dark"]
WIDTHS = (390, 820, 1440)
HEAD = "Name,Boot Release Code,Model,Colour,Serial number,Replacement value,Notes\n"
BROKEN = HEAD + "Twin 1,,Wolf,,,,\ntwin 1,77,Wolf,yellow,SN-1,much,\nFine 1,78,Wolf,,,45,key\n"


def listed(*names: str) -> str:
    return HEAD + "".join(f"{name},8080-{name},Wolf,yellow,SN-1,400.00,\n" for name in names)


async def check_file(hand: Hand, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8-sig")
    await hand.page.get_by_label("CSV file").set_input_files(path)
    await hand.tap(hand.page.get_by_role("button", name="Check the list"))


async def test_a_list_is_checked_mended_and_imported_without_scripts(
    visitors: Visitors, tmp_path: Path
) -> None:
    admin = await visitors.staff(Role.admin, DESK, scripts=False)
    await admin.open("/boots")
    await admin.tap(admin.page.get_by_role("link", name="Import boots"))
    await check_file(admin, tmp_path / "boots.csv", BROKEN)
    await expect(admin.page.locator("#errors")).to_contain_text("Nothing can be imported yet")
    await expect(admin.page.get_by_role("heading", name="2 rows to mend")).to_be_visible()
    await check_file(admin, tmp_path / "boots.csv", listed("Import A", "Import B"))
    assert "8080-Import" not in await admin.page.content()
    await admin.tap(admin.page.get_by_role("button", name="Import 2 boots"))
    await expect(admin.page.get_by_text("The boots are imported")).to_be_visible()
    first = admin.page.locator(".rows tbody th a").first
    await expect(first).to_have_text("Import B")
    await admin.tap(first)
    await expect(admin.page.locator(".qr svg")).to_be_visible()


async def faults(page: Page) -> list[str]:
    """What axe, a ruler and a finger have against the page as it stands, at every width."""
    found = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        report = await Axe().run(page)
        found += [str(report.generate_report())] if report.violations_count else []
        found += [f"{width}: too wide"] if await page.evaluate(TOO_WIDE) else []
        found += [f"{width}: small {one}" for one in await page.evaluate(SMALL, 44)]
    return found


@pytest.mark.looks
@pytest.mark.parametrize("scheme", SCHEMES)
async def test_the_pages_of_an_import_are_fit_to_be_read(
    visitors: Visitors, tmp_path: Path, scheme: Scheme
) -> None:
    admin = await visitors.admin(scheme)
    await admin.open("/boots/import")
    assert await faults(admin.page) == []
    await check_file(admin, tmp_path / "boots.csv", "nothing of ours")
    await expect(admin.page.locator("#errors")).to_contain_text("must hold the headings")
    assert await faults(admin.page) == []
    await check_file(admin, tmp_path / "boots.csv", BROKEN)
    await expect(admin.page.locator("#errors")).to_be_visible()
    assert await faults(admin.page) == []
    await check_file(admin, tmp_path / "boots.csv", listed(f"Seen {scheme}"))
    await expect(admin.page.get_by_text("1 boot can be imported")).to_be_visible()
    assert await faults(admin.page) == []
    await admin.tap(admin.page.get_by_role("button", name="Import 1 boot"))
    await expect(admin.page.get_by_text("The boots are imported")).to_be_visible()
    assert await faults(admin.page) == []
