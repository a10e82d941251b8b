"""Cash or cheque: the driver says so, the counter takes it, or a card does after all."""

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.counter import CounterPage
from e2e.pages.driver import DriverPage
from e2e.pages.refund import PaymentsPage
from e2e.town import Town


async def test_a_promise_releases_nothing_until_the_counter_has_the_money(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    await driver.promise_cash(car.email)
    await expect(driver.promise).to_contain_text("Bring $156.00 to our office")
    await expect(driver.promise).to_contain_text("1 Market Square, Marlow")
    await expect(driver.code).to_have_count(0)
    [promise] = await mail.wait(car.email, 1)
    assert not promise.is_release
    assert "$156.00" in promise.text
    assert car.boot.code not in promise.text + promise.html

    counter = CounterPage(await visitors.office())
    await counter.find(car.plate)
    await expect(counter.main).to_contain_text("Paid but not Processed")
    await expect(counter.email).to_have_value(car.email)
    await counter.take_cash("$156.00")
    await expect(counter.taken).to_contain_text("$156.00 recorded")
    await expect(counter.taken).to_contain_text(f"{car.boot.name} is released.")
    await expect(counter.main).not_to_contain_text("Paid but not Processed")

    letters = await mail.wait(car.email, 3)
    assert [letter.code for letter in letters if letter.is_release] == [car.boot.code]
    [receipt] = [letter for letter in letters if letter.is_receipt]
    assert "$156.00" in receipt.text
    # Whoever promised proved no address: the code is shown to whoever reads the mail.
    await driver.hand.tap(driver.check_again)
    await expect(driver.page.locator("#case")).to_contain_text("Take the boot off")
    await expect(driver.code).to_have_count(0)
    [release] = [letter for letter in letters if letter.is_release]
    reader = DriverPage(await visitors.driver(), release.link("/mine/"))
    await reader.scan()
    await expect(reader.code).to_have_text(car.boot.code)
    stranger = DriverPage(await visitors.driver(), car.boot.address)
    await stranger.scan()
    await expect(stranger.page.locator("#case")).to_contain_text("Take the boot off")
    assert car.boot.code not in await stranger.page.content()


async def test_paying_by_card_after_all_cancels_the_promise(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(scripts=False), car.boot.address)
    await driver.scan()
    await driver.promise_cash(car.email)
    await expect(driver.promise).to_contain_text("You can still pay by card.")
    await driver.press_pay()
    await driver.page.wait_for_url("**/pay/*")
    card = CardPage(driver.hand)
    checkout = card.checkout_id
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert town.checkout(checkout).captured_cents == 156_00
    letters = await mail.wait(car.email, 3)
    assert [letter.code for letter in letters if letter.is_release] == [car.boot.code]

    office = PaymentsPage(await visitors.office())
    rows = await office.rows(car.email)
    await expect(rows).to_have_count(2)
    await expect(rows.filter(has_text="Settled")).to_contain_text("Card")
    await expect(rows.filter(has_text="Cancelled")).to_have_count(1)
    await office.hand.open("/counter")
    await expect(office.main).not_to_contain_text(car.email)
