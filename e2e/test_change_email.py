"""Journey: the address was mistyped, and the payer sets it right on the page with the code."""

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage


async def test_a_payer_changes_the_address_and_the_code_is_sent_there(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_be_visible()
    await driver.hand.tap(driver.page.get_by_role("link", name="Change the email"))
    await driver.hand.type(driver.page.get_by_label("New email"), "other@example.org")
    await driver.hand.tap(driver.page.get_by_role("button", name="Change the email"))
    await expect(driver.code).to_have_text(car.boot.code)
    await expect(driver.mail).to_contain_text("The code was sent to o••••@e….org")
