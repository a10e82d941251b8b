"""The mail log: the list and single letters, sent, failed and sent again."""

from playwright.async_api import expect

from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.driver import DriverPage
from e2e.pages.guest import GuestPage
from e2e.pages.mails import MailLog
from e2e.sights.stage import Sights, Stage


async def mails(stage: Stage) -> Sights:
    """A letter that was refused for good, and what the office does about it."""
    log = MailLog(await stage.desk())
    page = log.page
    await log.hand.open("/mails?from=2020-02-01&to=2020-02-02")
    yield "mails of days without any", page
    car, other = stage.clerk.boot_car(), stage.clerk.boot_car()
    stage.mail.refuses.add(car.email)
    driver = DriverPage(await stage.phone(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.mail).to_contain_text("could not be delivered")
    yield "driver whose mail was refused", driver.page
    await stage.paid(other)
    await stage.mail.release_code(other.email)
    wall = Dashboard(log.hand)
    await wall.open()
    await expect(wall.row(car.boot.name)).to_contain_text("Mail failed")
    await expect(wall.mails).to_contain_text("failed lately")
    yield "board while a mail has failed", page
    await wall.open_gear(car.boot.name)
    await expect(wall.gear).to_contain_text("Look at the mail that failed")
    yield "gear of a boot whose mail failed", page
    await log.hand.open("/mails")
    yield "mail log", page
    await log.find(car.email)
    yield "mail log filtered", page
    await log.open_letter("Boot release mail")
    yield "mail that failed", page
    guest = GuestPage(await stage.proof(stage.clerk.write_ticket("GST 303", "Expired meter")))
    await guest.pay(car.email)
    await CardPage(guest.hand).approve()
    await expect(guest.page.locator("#case")).to_contain_text("could not be delivered")
    yield "ticket paid whose receipt was refused", guest.page
    stage.mail.refuses.discard(car.email)
    await log.send_again()
    yield "mail sent again", page
    await stage.mail.wait(car.email, 1)
    await stage.eventually(page.reload, log.status, "Mail sent")
    await log.hand.tap(log.again)
    await expect(log.summary).to_be_visible()
    yield "mail sent again too soon", page
