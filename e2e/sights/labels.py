"""Labels of many boots: chosen, ordered, stopped, ready."""

from playwright.async_api import expect

from e2e.pages.labels import LabelsPage
from e2e.sights.stage import Sights, Stage


async def labels(stage: Stage) -> Sights:
    """The list with its boxes, the papers, the job in its states, the jobs before."""
    hand = await stage.visitors.admin()
    page, office = hand.page, LabelsPage(hand)
    await hand.open("/boots/labels/jobs")
    yield "labels printed before, none", page
    await hand.open("/boots/labels")
    yield "labels of no boot", page
    names = [f"Sights Boot {number}" for number in range(1, 9)]
    stage.clerk.add_boots(names)
    await hand.open("/boots?q=sights")
    yield "boots to be ticked", page
    await office.tick(*names[:2])
    yield "labels of two boots", page
    await office.choose_paper("Letter sheet")
    await office.cell(7).check()
    yield "first free label of a sheet", page
    await page.locator('[name="start_sheet_letter"]').evaluate_all(
        "boxes => boxes.forEach(box => box.value = '99')"
    )
    await hand.tap(page.get_by_role("button", name="Make 2 labels"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "label that the sheet does not have", page
    await hand.open("/boots/labels?all=1&q=sights")
    await office.order()
    await expect(office.ready).to_be_visible()
    yield "labels ready", page
    ready = page.url
    await hand.open("/boots?q=sights")
    await hand.tap(page.get_by_role("link", name=names[0]))
    stage.clerk.submit(f"{page.url}/reissue", reason="The label is torn")
    await hand.open(ready)
    await expect(page.locator("main")).to_contain_text("replaced since")
    yield "labels of which one was replaced", page
    await hand.open("/boots/labels/jobs")
    yield "labels printed before", page
