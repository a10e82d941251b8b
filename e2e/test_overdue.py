"""Journey e: Require Overdue Paid lists and charges everything that is overdue."""

from collections.abc import Callable

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.boots import BootPage
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.deed import DeedPage
from e2e.pages.driver import DriverPage
from e2e.pages.settings import SettingsPage
from e2e.town import Town

# The demonstration's car with a ticket 21 days old, one of today, and a boot.
PLATE, BOOT = "CKLR 208", "Red Boot 02"


async def test_with_require_overdue_paid_the_whole_required_set_is_charged(
    own_town: Town, visitors_of: Callable[[Town], Visitors], mail: MailServer
) -> None:
    visitors = visitors_of(own_town)
    admin = await visitors.admin()
    wall = Dashboard(admin)
    await wall.open()
    await admin.tap(wall.row(BOOT).get_by_role("link", name=BOOT, exact=True))
    before = DriverPage(await visitors.driver(), await BootPage(admin).label_address())
    await before.scan()
    assert await before.bill() == [("No parking zone", "$60.00"), ("Boot Applied", "$120.00")]
    await expect(before.others).to_contain_text("Expired meter")

    await SettingsPage(admin).switch_on("Require Overdue Paid")
    await before.scan()
    await expect(before.total).to_have_text("$180.00")
    await wall.open()
    await wall.choose(BOOT, "Record that staff removed it")
    await DeedPage(admin).record_removal("Brought in on a lorry")

    with Clerk(own_town) as clerk:
        car = clerk.boot_car(PLATE)
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    assert sorted(await driver.bill()) == [
        ("Boot Applied", "$120.00"),
        ("Expired meter", "$36.00"),
        ("Expired meter", "$60.00"),
    ]
    await expect(driver.total).to_have_text("$216.00")
    await expect(driver.others).to_contain_text("No parking zone")

    await driver.pay(car.email)
    card = CardPage(driver.hand)
    checkout = card.checkout_id
    for amount in ("36.00", "60.00", "120.00", "216.00"):
        await expect(driver.page.locator("main")).to_contain_text(amount)
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    assert own_town.checkout(checkout).captured_cents == 216_00

    await admin.open(f"/violations?q={PLATE.replace(' ', '')}")
    statuses = admin.page.locator("tbody .pill")
    await expect(statuses).to_have_count(3)
    assert sorted(await statuses.all_inner_texts()) == ["Paid", "Paid", "Unpaid"]
