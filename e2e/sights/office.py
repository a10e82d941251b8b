"""The office: the counter, the payments, the refunds, the takings and the reviews."""

from playwright.async_api import expect

from e2e.sights.stage import Sights, Stage


async def counter(stage: Stage) -> Sights:
    """Find a car, take its money, count the drawer."""
    clerk, hand = stage.clerk, await stage.desk()
    page = hand.page
    car, other = clerk.boot_car("CNT 301"), clerk.boot_car("CNT 302")
    await stage.promised(other)
    await hand.open("/counter")
    yield "counter", page
    await hand.open("/counter?q=CNT")
    yield "counter with cars found", page
    await hand.open("/counter?q=NOBODY")
    yield "counter with no car found", page
    await hand.open(f"/counter?q={other.plate}")
    await expect(page.locator("main")).to_contain_text("Cash or cheque promised")
    yield "car that promised cash", page
    clerk.write_ticket(car.plate, "No parking zone")
    held = clerk.write_ticket(car.plate, "Blocking a driveway")
    clerk.submit(f"/violations/{held.ticket_id}/review", reason="The owner wrote to us")
    await hand.open(f"/counter?q={car.plate}")
    address = page.url
    yield "car at the counter", page
    take = page.get_by_role("button", name="Take $")
    await hand.tap(take)
    await expect(page.locator("#errors")).to_be_visible()
    yield "money without a way and an email", page
    await page.get_by_role("radio", name="Cheque").check()
    await page.get_by_label("Email for receipt").fill("carl@example.com")
    await hand.tap(take)
    await expect(page.locator("#errors")).to_contain_text("number of the cheque")
    yield "cheque without its number", page
    await page.get_by_label("Number of the cheque").fill("000417")
    await hand.tap(take)
    await expect(page.locator(".notice.good")).to_be_visible()
    yield "money taken", page
    await hand.open(stage.take(other, way="cash", no_email="on"))
    await expect(page.locator(".notice.good")).to_contain_text("Show the release code")
    yield "money taken without an email", page
    await hand.open("/counter/drawer")
    yield "drawer", page
    await hand.open("/counter/drawer?day=2020-02-02")
    yield "drawer of a day without money", page
    await hand.open(address)
    yield "car with a ticket left", page


async def refunds(stage: Stage) -> Sights:
    """Deposits to decide, by card and at the counter, and what follows."""
    clerk, hand = stage.clerk, await stage.desk()
    page = hand.page
    car, cash = clerk.boot_car(), clerk.boot_car()
    await stage.paid(car)
    stage.take(cash, way="cash", email=cash.email)
    stage.bring_back(car)
    stage.bring_back(cash)
    await hand.open("/refunds")
    yield "refunds", page
    await hand.open(f"{stage.payment_of(car.email)}/refund")
    yield "refund proposed", page
    amount = page.get_by_role("textbox", name="Damage (")
    await amount.fill("lots")
    again = page.get_by_role("button", name="Show the new amount")
    await hand.tap(again)
    await expect(page.locator("#errors")).to_be_visible()
    yield "refund with an unreadable damage", page
    await amount.fill("45.00")
    await page.get_by_label("What is damaged").fill("The lock is bent")
    await hand.tap(again)
    await expect(page.locator("tfoot")).to_contain_text("$75.00")
    yield "refund less the damage", page
    stage.decide(car.email, damage="30.00", what="Scratched")
    await hand.tap(page.get_by_role("button", name="Process refund of $75.00"))
    await expect(page.locator("main")).to_contain_text("There is nothing to decide here.")
    yield "refund somebody else had decided", page
    await hand.open(f"{stage.payment_of(cash.email)}/refund?damage=500&what=Sawn+in+two")
    yield "refund of nothing", page
    stage.decide(cash.email)
    await hand.open("/refunds?done=refund")
    yield "refund to be paid out", page
    await hand.tap(
        page.locator("tr", has_text=_shown(cash.plate)).get_by_role("link", name="Pay out")
    )
    yield "pay-out", page
    await hand.tap(page.get_by_role("button", name="Record the pay-out"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "pay-out without way and reference", page
    await page.get_by_role("radio", name="Cash").check()
    await page.get_by_label("Reference").fill("Slip 12")
    await hand.tap(page.get_by_role("button", name="Record the pay-out"))
    await expect(page.locator("main")).to_contain_text("The pay-out is recorded.")
    yield "pay-out recorded", page


async def outside(stage: Stage) -> Sights:
    """Somebody has sent money back from the card service's own screen before the decision."""
    clerk, hand = stage.clerk, await stage.desk()
    page = hand.page
    car = clerk.boot_car()
    await stage.paid(car)
    stage.bring_back(car)
    payment = stage.payment_of(car.email)
    await stage.refund_outside(payment, 100_00)
    timeline = page.locator("ol.timeline")
    await stage.eventually(lambda: hand.open(payment), timeline, "$100.00")
    yield "payment refunded outside", page
    await hand.open(f"{payment}/refund")
    yield "refund proposed after one outside", page


async def payments(stage: Stage) -> Sights:
    """The list, one payment, the takings."""
    hand = await stage.desk()
    page = hand.page
    await hand.open("/takings?from=2020-02-01&to=2020-02-02")
    yield "takings of days without money", page
    car = stage.clerk.boot_car()
    await stage.paid(car)
    await hand.open("/payments")
    yield "payments", page
    await hand.open("/payments?q=driver&status=settled&way=card")
    yield "payments filtered", page
    await hand.open("/payments?q=nobody")
    yield "payments not found", page
    await hand.open(stage.payment_of(car.email))
    yield "payment", page
    stage.bring_back(car)
    stage.decide(car.email, damage="45.00", what="The lock is bent")
    await stage.eventually(page.reload, page.locator("ol.timeline"), "Refund")
    yield "payment refunded in part", page
    await hand.open(f"{stage.payment_of(car.email)}/email")
    yield "email of a payment", page
    await hand.tap(page.get_by_role("button", name="Change the email"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "email of a payment refused", page
    chief = await stage.visitors.admin()
    await chief.open(f"{stage.payment_of(car.email)}/goodwill")
    yield "goodwill", chief.page
    await chief.tap(chief.page.get_by_role("button", name="Refund this amount"))
    await expect(chief.page.locator("#errors")).to_be_visible()
    yield "goodwill refused", chief.page
    await hand.open("/takings")
    yield "takings", page


async def reviews(stage: Stage) -> Sights:
    """Put under review, decide it."""
    clerk, hand = stage.clerk, await stage.desk()
    page = hand.page
    car = clerk.boot_car()
    ticket = f"/violations/{car.ticket.ticket_id}"
    await hand.open(f"{ticket}/review")
    yield "review", page
    await hand.tap(page.get_by_role("button", name="Put the ticket under review"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "review without a reason", page
    await page.get_by_label("Reason").fill("The owner says the sign was hidden")
    await hand.tap(page.get_by_role("button", name="Put the ticket under review"))
    await page.wait_for_url("**?done=review")
    yield "put under review", page
    await hand.open(f"{ticket}/decide")
    yield "decision", page
    await hand.tap(page.get_by_role("button", name="Decide the review"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "decision without a choice", page
    clerk.submit(f"{ticket}/decide", decision="dismissed", reason="Hidden", email=car.email)
    await hand.open(f"{ticket}?done=dismissed")
    yield "decided", page


def _shown(plate: str) -> str:
    """A plate as the lists write it."""
    return plate.replace(" ", "")
