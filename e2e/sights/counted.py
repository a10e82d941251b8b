"""A stock take: none yet, running, counted by labels and by name, finished."""

from playwright.async_api import expect

from e2e.pages.stock import StockPage
from e2e.sights.stage import Sights, Stage


async def counted(stage: Stage) -> Sights:
    """Everything a scanner can bring up, and the result."""
    here, car = stage.clerk.add_boot(), stage.clerk.boot_car()
    stage.clerk.submit(f"/boots/{here.boot_id}/reissue", reason="torn")
    stock = StockPage(await stage.visitors.admin())
    hand, page = stock.hand, stock.page
    await hand.open("/stock-takes")
    yield "stock takes, none yet", page
    address = await stock.start()
    yield "stock take", page
    await hand.open("/stock-takes")
    yield "stock takes, one running", page
    await hand.open(f"/boots/{here.boot_id}")
    yield "boot to be counted", page
    for boot, name in ((here, "a replaced label"), (car.boot, "an issued boot")):
        await hand.open(boot.address)
        yield f"{name} in a stock take", page
        await hand.tap(page.get_by_role("button", name="Count this boot"))
        await page.wait_for_url("**/stock-takes/**")
        yield f"{name} counted", page
    await stock.count("https://elsewhere.example/b/" + "NOBODYS" * 12)
    yield "unknown label counted", page
    await stock.count("no such name")
    await expect(page.locator("#errors")).to_be_visible()
    yield "unknown name counted", page
    for tab in ("?show=surprise", "?show=old_label", "?show=counted", "/finish"):
        await hand.open(address + tab)
        yield f"stock take {tab}", page
    await hand.tap(page.get_by_role("button", name="Finish the stock take"))
    await page.get_by_text("This result is frozen").wait_for()
    for tab in ("", "?show=surprise", "?show=unknown"):
        await hand.open(address + tab)
        yield f"stock take finished {tab}", page
    await hand.open("/stock-takes")
    yield "stock takes, one finished", page
