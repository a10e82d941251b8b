"""Pictures of the desk: wall, boots and labels, stock take, report, the words of the mails."""

from pathlib import Path

import pypdfium2

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, Device, Visitors
from e2e.pages.dashboard import Dashboard
from e2e.pages.labels import LabelsPage
from e2e.pages.stock import StockPage
from e2e.pages.templates import TemplateEditor
from scripts.pictures.keep import keep, keep_image

WALL = Device(1920, 1080)
LONG = Device(1200, 1080)
CHARTS = Device(1440, 920)
SHEET_SCALE = 1.2


async def wall(visitors: Visitors) -> None:
    """Active Boot Assignments on the screen everybody looks at."""
    board = Dashboard(await visitors.staff(Role.admin, WALL))
    await board.open()
    await keep(board.page, "dashboard")


async def boots(visitors: Visitors) -> None:
    """The list of the boots on the street."""
    hand = await visitors.staff(Role.admin, DESK)
    await hand.open("/boots")
    await keep(hand.page, "boots")


async def report(visitors: Visitors) -> None:
    """The charts of what happened."""
    hand = await visitors.staff(Role.office, CHARTS)
    await hand.open("/report")
    await hand.page.keyboard.press("End")
    await hand.page.get_by_role("img", name="Money in and refunded").wait_for()
    await keep(hand.page, "report", at_end=True)


async def life(visitors: Visitors, clerk: Clerk, boot: str) -> None:
    """All that happened to a boot that was paid for on the street and comes back now."""
    hand = await visitors.staff(Role.office, LONG)
    await hand.open(f"/boots?q={boot}")
    await hand.tap(hand.page.get_by_role("link", name=boot, exact=True))
    await hand.page.wait_for_url("**/boots/*")
    clerk.submit(f"{hand.page.url}/do/mark_returned", condition="good")
    await hand.page.reload()
    await keep(hand.page, "life")


async def letters(visitors: Visitors) -> None:
    """The words of the release mail beside the mail they make."""
    editor = TemplateEditor(await visitors.staff(Role.admin, DESK))
    await editor.open()
    await editor.mail.get_by_text("Your release code").first.wait_for()
    await keep(editor.page, "template")


async def labels(visitors: Visitors, clerk: Clerk, folder: Path) -> None:
    """A sheet of labels on which two were used before."""
    clerk.add_boots([f"Green Boot {number:02}" for number in range(13, 19)])
    page = LabelsPage(await visitors.staff(Role.admin, DESK))
    await page.choose_all("green boot")
    await page.choose_paper("A4 sheet")
    await page.cell(3).check()
    await page.order()
    with pypdfium2.PdfDocument(await page.download(folder)) as document:
        keep_image(document[0].render(scale=SHEET_SCALE).to_pil(), "sheet")


async def stock_take(visitors: Visitors, clerk: Clerk) -> None:
    """A store room while it is counted, and a boot that should not be in it."""
    here, car = clerk.add_boot(), clerk.boot_car("TLMN 408")
    stock = StockPage(await visitors.staff(Role.office, DESK))
    address = await stock.start()
    for what in ("Red Boot 07", "Green Boot 13", "Green Boot 14", car.boot.address, here.address):
        await stock.count(what)
        await stock.told.wait_for()
        await stock.hand.open(address)
    await keep(stock.page, "stock")
