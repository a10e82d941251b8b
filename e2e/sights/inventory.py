"""Setup Boot Devices: the list, one boot, what can be done with it, a list brought in."""

from playwright.async_api import expect

from e2e.booted import BootedCar
from e2e.pages.hand import Hand
from e2e.sights.stage import Sights, Stage, refused

HEAD = "Name,Boot Release Code,Model,Colour,Serial number,Replacement value,Notes\n"
BROKEN = HEAD + "Twin 1,,Wolf,,,,\ntwin 1,77,Wolf,yellow,SN-1,much,\nFine 1,78,Wolf,,,45,key\n"
FINE = HEAD + "Seen Boot 1,8080-1,Wolf,yellow,SN-1,400.00,\n"


async def boots(stage: Stage) -> Sights:
    """The list with its filters, a boot added, its page, its code."""
    hand = await stage.visitors.admin()
    page = hand.page
    boot = stage.clerk.add_boot()
    for name, address in (
        ("boots", "/boots"),
        ("boots, newest first", "/boots?sort=newest"),
        ("boots that need a new code", "/boots?code=needed"),
        ("boots of a name nobody has", "/boots?q=nothing-is-called-this"),
        ("new boot", "/boots/new"),
    ):
        await hand.open(address)
        yield name, page
    await refused(hand)
    yield "new boot without a name", page
    await hand.open(f"/boots/{boot.boot_id}")
    yield "boot", page
    await hand.tap(page.locator("summary", has_text="Show the code"))
    reveal = page.get_by_role("button", name="Show the code")
    await hand.tap(reveal)
    await expect(page.locator("#errors")).to_be_visible()
    yield "code asked for without a reason", page
    await page.get_by_label("Why do you need it?").fill("The driver calls")
    await hand.tap(reveal)
    await expect(page.locator("#code")).to_have_text(boot.code)
    yield "code shown", page
    await hand.open(f"/boots/{boot.boot_id}/edit")
    yield "boot changed", page
    await page.get_by_label("Name", exact=True).fill("")
    await refused(hand)
    yield "boot changed, without a name", page
    await hand.open(f"/boots/{boot.boot_id}/confirm")
    yield "code to be confirmed", page
    await page.get_by_label("Code on the device").fill("1")
    await hand.tap(page.get_by_role("button", name="Compare"))
    await expect(page.get_by_role("heading", name="Is the device right?")).to_be_visible()
    yield "code that is another one", page
    await hand.open(f"/boots/{boot.boot_id}?before=1-a-1")
    yield "boot, nothing older", page


async def moves(stage: Stage) -> Sights:
    """Every page that asks before a boot is moved, and what it says to an empty answer."""
    hand = await stage.visitors.admin()
    page = hand.page
    store, car = stage.clerk.add_boot(), stage.clerk.boot_car()
    for boot, deed in (
        (store, "code"),
        (store, "reissue"),
        (store, "do/take_out"),
        (car.boot, "do/mark_lost"),
        (car.boot, "do/release"),
        (car.boot, "do/remove_by_staff"),
    ):
        await hand.open(f"/boots/{boot.boot_id}/{deed}")
        yield f"{deed} asked", page
        await refused(hand)
        yield f"{deed} without an answer", page
    await hand.open(f"/boots/{car.boot.boot_id}/do/cancel_never_applied")
    yield "never applied asked", page
    taken_out = {"out_reason": "maintenance", "reason": "Bent"}
    stage.clerk.submit(f"/boots/{store.boot_id}/do/take_out", **taken_out)
    await hand.open(f"/boots/{store.boot_id}/do/put_back")
    yield "put back asked", page
    async for sight in _coming_back(stage, hand, car):
        yield sight


async def _coming_back(stage: Stage, hand: Hand, car: BootedCar) -> Sights:
    driver, page = await stage.paid(car), hand.page
    await hand.open(f"/boots/{car.boot.boot_id}")
    yield "boot with a car", page
    await hand.open(f"/boots/{car.boot.boot_id}/do/mark_returned")
    yield "return asked", page
    await refused(hand)
    yield "return without a condition", page
    stage.bring_back(car)
    for deed in ("undo_return", "make_available"):
        await hand.open(f"/boots/{car.boot.boot_id}/do/{deed}")
        yield f"{deed} asked", page
    await driver.hand.open(f"{car.boot.address}/mine")
    yield "case that is over", driver.page
    await hand.open(f"/boots/{car.boot.boot_id}/do/release")
    yield "release that is not possible now", page


async def imported(stage: Stage) -> Sights:
    """A file that is no list, one with broken rows, one that is fine."""
    hand = await stage.visitors.admin()
    page = hand.page

    async def check(text: str) -> None:
        file = {"name": "boots.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
        await page.get_by_label("CSV file").set_input_files(file)  # type: ignore[arg-type]
        await hand.tap(page.get_by_role("button", name="Check the list"))

    await hand.open("/boots/import")
    yield "import", page
    await check("nothing of ours")
    await expect(page.locator("#errors")).to_contain_text("must hold the headings")
    yield "import of something else", page
    await check(BROKEN)
    await expect(page.locator("#errors")).to_contain_text("Nothing can be imported yet")
    yield "import with broken rows", page
    await check(FINE)
    await expect(page.get_by_text("1 boot can be imported")).to_be_visible()
    yield "import that was checked", page
    await hand.tap(page.get_by_role("button", name="Import 1 boot"))
    await expect(page.get_by_text("The boots are imported")).to_be_visible()
    yield "boots after an import", page
