"""The driver of a booted car: several tickets, a promise of cash, and where the deposit is."""

from playwright.async_api import expect

from e2e.booted import found_in
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.sights.stage import Sights, Stage

# The demonstration's car with a ticket 21 days old; it wears a boot already.
OVERDUE, OLD_BOOT = "CKLR 208", "Red Boot 02"


async def several(stage: Stage) -> Sights:
    """An overdue ticket that is required, others that are offered, one under review."""
    clerk = stage.clerk
    listed = clerk.read(f"/boots?q={OLD_BOOT}").text
    clerk.submit(
        f"{found_in(r'/boots/[0-9]+', listed)}/do/remove_by_staff",
        basis="authorised",
        debt="stays",
        reason="Brought in on a lorry",
        condition="good",
    )
    held = clerk.write_ticket(OVERDUE, "Blocking a driveway")
    clerk.submit(f"/violations/{held.ticket_id}/review", reason="The owner wrote to us")
    car = clerk.boot_car(OVERDUE)
    driver = DriverPage(await stage.phone(), car.boot.address)
    await driver.scan()
    yield "boot with an overdue ticket", driver.page
    await driver.others.locator("summary").click()
    await driver.page.locator("#f-also").get_by_role("checkbox").first.check()
    yield "boot with other tickets unfolded", driver.page
    clerk.submit(f"/violations/{car.ticket.ticket_id}/review", reason="An appeal")
    await driver.scan()
    await expect(driver.page.locator("#case")).to_contain_text("without giving up your appeal")
    yield "boot whose ticket is under review", driver.page
    paper = await stage.proof(car.ticket)
    yield "paper of a booted car", paper.page


async def promising(stage: Stage) -> Sights:
    """Cash or a cheque: offered, incomplete, promised."""
    car = stage.clerk.boot_car()
    driver = DriverPage(await stage.phone(), car.boot.address)
    await driver.scan()
    cash = driver.page.locator("details", has_text="Pay by cash or cheque")
    await cash.locator("summary").click()
    yield "cash offered", driver.page
    await driver.hand.tap(driver.promise_button)
    await expect(driver.summary).to_be_visible()
    yield "cash without an email", driver.page
    await driver.fill_email("dana@gmial.com")
    await driver.hand.tap(driver.promise_button)
    await expect(driver.page.locator("#typo")).to_be_visible()
    yield "cash with a mistyped email", driver.page
    promised = await stage.promised(car)
    yield "cash promised", promised.page


async def in_full(stage: Stage) -> Sights:
    """The code, the receipt and its PDF, and the whole deposit on its way back."""
    car = stage.clerk.boot_car()
    driver = await stage.paid(car)
    await expect(driver.mail).to_contain_text("was sent to")
    yield "code", driver.page
    await driver.hand.tap(driver.page.get_by_role("link", name="Change the email"))
    yield "new email", driver.page
    await driver.hand.tap(driver.page.get_by_role("button", name="Change the email"))
    await expect(driver.page.locator("#errors")).to_be_visible()
    yield "new email refused", driver.page
    receipt = await stage.phone()
    await receipt.open((await stage.letter(car.email, "Receipt")).link("/receipts/"))
    yield "receipt", receipt.page
    await receipt.tap(receipt.page.get_by_role("button", name="Make a PDF of it"))
    await expect(receipt.page.get_by_role("link", name="Download the receipt")).to_be_visible()
    yield "receipt with its PDF", receipt.page
    stage.bring_back(car)
    deposit = driver.page.locator("#deposit")
    await driver.scan()
    await expect(deposit).to_contain_text("is being returned")
    yield "deposit due", driver.page
    stage.decide(car.email)
    await driver.scan()
    await expect(deposit).to_contain_text("of your deposit")
    yield "deposit decided", driver.page
    await stage.eventually(driver.scan, deposit, "went back to your card")
    yield "deposit refunded", driver.page


async def in_part(stage: Stage) -> Sights:
    """A damaged boot: a part of one deposit goes back, nothing of the other."""
    car = stage.clerk.boot_car()
    driver = await stage.paid(car)
    stage.bring_back(car)
    stage.decide(car.email, damage="45.00", what="The lock is bent")
    await stage.eventually(driver.scan, driver.page.locator("#deposit"), "went back to your card")
    yield "deposit refunded in part", driver.page
    lost = stage.clerk.boot_car()
    keeper = await stage.paid(lost)
    stage.bring_back(lost)
    stage.decide(lost.email, damage="120.00", what="Sawn in two")
    await keeper.scan()
    await expect(keeper.page.locator("#deposit")).to_contain_text("was kept")
    yield "deposit kept", keeper.page


async def second(stage: Stage) -> Sights:
    """Somebody else was faster."""
    car = stage.clerk.boot_car()
    late = DriverPage(await stage.phone(), car.boot.address)
    fast = DriverPage(await stage.phone(), car.boot.address)
    await late.pay(f"late-{car.email}")
    await fast.pay(car.email)
    await CardPage(late.hand).pay_with("Slow card")
    await CardPage(fast.hand).approve()
    await expect(fast.code).to_be_visible()
    await late.scan()
    await expect(late.notice).to_contain_text("still being checked")
    yield "second payer being checked", late.page
    await stage.eventually(late.scan, late.notice, "Somebody else had paid already")
    yield "second payer", late.page
