"""The Booting Activity Report: rows, totals, charts, questions that cannot be answered."""

from playwright.async_api import expect

from e2e.sights.stage import Sights, Stage


async def report(stage: Stage) -> Sights:
    """Everything loaded, as it is when somebody has read to the end."""
    stage.clerk.boot_car()
    stage.clerk.add_boot()
    hand = await stage.desk()
    page = hand.page
    for name, address in (
        ("report", "/report?sort=-released"),
        ("report of available boots", "/report?status=available&from=2020-01-01&to=2100-01-01"),
        ("report that ends before it begins", "/report?from=2026-03-09&to=2026-03-08"),
        ("report of nothing", "/report?q=nobodyhasthis"),
        ("charts", "/report/charts"),
        ("charts of nothing", "/report/charts?q=nobodyhasthis"),
    ):
        await hand.open(address)
        if await page.locator(".report").count():
            await expect(page.locator("#totals dl")).to_be_visible()
            await page.keyboard.press("End")
            await expect(page.locator("#charts-heading")).to_be_visible()
        yield name, page
