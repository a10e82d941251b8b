"""The process is killed between settlement and sending: what was promised still comes."""

import asyncio
from collections.abc import Callable

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.town import Town

MAILS_WITHIN_SECONDS = 30.0


async def test_a_kill_between_settlement_and_sending_loses_no_mail(
    own_town: Town, visitors_of: Callable[[Town], Visitors], mail: MailServer
) -> None:
    with Clerk(own_town) as clerk:
        car = clerk.boot_car()
    driver = DriverPage(await visitors_of(own_town).driver(), car.boot.address)
    await driver.pay(car.email)
    mail.away = True
    refused = mail.refused
    try:
        await CardPage(driver.hand).approve()
        await expect(driver.code).to_have_text(car.boot.code)
        await mail.turns_away(refused + 2)
        # The refusals are written down by now, and the next try is still to come.
        await asyncio.sleep(0.5)
        own_town.kill()
        assert mail.for_reader(car.email) == []
    finally:
        mail.away = False
    own_town.start()

    letters = await mail.wait(car.email, 2, MAILS_WITHIN_SECONDS)
    assert await mail.release_code(car.email) == car.boot.code
    await driver.page.reload()
    await expect(driver.code).to_have_text(car.boot.code)
    await expect(driver.mail).to_contain_text("The code was sent to")
    # Two sweeps later nothing has been sent a second time.
    await asyncio.sleep(5)
    assert mail.for_reader(car.email) == letters
