"""A list of boots is checked, mended and imported by hand, and its pages are fit to be read."""

from pathlib import Path

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.browsers import DESK, Scheme, Visitors
from e2e.pages.hand import Hand

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
