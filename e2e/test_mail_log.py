"""A mail server that says no for good is heard by the driver and the office within seconds."""

import time

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.driver import DriverPage
from e2e.pages.guest import GuestPage
from e2e.pages.mails import MailLog

TOLD_WITHIN_MS = 5000


async def test_a_refused_address_calls_somebody_and_its_mails_are_sent_again(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    wall = Dashboard(await visitors.office())
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    driver = DriverPage(await visitors.driver(), car.boot.address)
    mail.refuses.add(car.email)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_have_text(car.boot.code)

    settled = time.monotonic()
    attention = wall.board.locator("#group-attention")
    await expect(attention).to_contain_text(car.boot.name, timeout=TOLD_WITHIN_MS)
    await expect(wall.row(car.boot.name)).to_contain_text("Mail failed")
    left = TOLD_WITHIN_MS - (time.monotonic() - settled) * 1000
    await expect(driver.mail).to_contain_text("could not be delivered", timeout=left)

    mail.refuses.clear()
    log = MailLog(wall.hand)
    for kind in ("Boot release mail", "Receipt mail"):
        await wall.follow(car.boot.name, "Look at the mail that failed", "**/mails/*")
        await expect(log.page.get_by_role("heading", level=1)).to_have_text(kind)
        await expect(log.status).to_have_text("Mail failed")
        await expect(log.tries).to_have_count(1)
        await expect(log.tries).to_contain_text("550 5.1.1 no such user here")
        await log.send_again()
        await expect(log.done).to_contain_text("on its way again")
        await wall.open()
    assert await mail.release_code(car.email) == car.boot.code
    await expect(wall.row(car.boot.name)).to_be_visible()
    await expect(wall.row(car.boot.name)).not_to_contain_text("Mail failed")
    await expect(driver.mail).to_contain_text("The code was sent to")


async def test_a_refused_receipt_without_a_boot_calls_somebody_too(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    ticket, email = clerk.write_ticket("RFS 301", "No parking zone"), "no-such-box@example.com"
    wall = Dashboard(await visitors.office())
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    before = await wall.mails_failed()
    guest = GuestPage(await visitors.driver())
    await guest.start()
    await guest.look_up(f"{ticket.number}-{ticket.pin}", "")
    mail.refuses.add(email)
    await guest.pay(email)
    await CardPage(guest.hand).approve()
    await expect(guest.heading).to_have_text("Paid. Thank you.")

    settled = time.monotonic()
    case = guest.page.locator("#case")
    await expect(case).to_contain_text("could not be delivered", timeout=TOLD_WITHIN_MS)
    left = TOLD_WITHIN_MS - (time.monotonic() - settled) * 1000
    await expect(wall.mails).to_contain_text(f"{before + 1} mail", timeout=left)

    mail.refuses.clear()
    await wall.hand.tap(wall.mails)
    log = MailLog(wall.hand)
    await log.page.get_by_role("row").filter(has_text=email).get_by_role("link").first.click()
    await log.send_again()
    await expect(log.done).to_contain_text("on its way again")
    await mail.wait(email, 1)
    await expect(case).to_contain_text("The receipt comes by email to")
    await wall.open()
    assert await wall.mails_failed() == before


async def test_the_mail_log_is_searched_and_sends_a_copy_without_scripts(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car, email = clerk.boot_car(), "wants-a-copy@example.com"
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(email)
    await CardPage(driver.hand).approve()
    await expect(driver.mail).to_contain_text("The code was sent to")
    await mail.release_code(email)

    log = MailLog(await visitors.staff(Role.office, DESK, scripts=False))
    await log.find(email)
    await expect(log.rows).to_have_count(2)
    await expect(log.row("Boot release mail")).to_contain_text("Mail sent")
    await expect(log.row("Boot release mail")).to_contain_text("250")
    assert car.boot.code not in await log.page.locator("main").inner_text()
    await log.open_letter("Boot release mail")
    await log.send_again()
    letters = await mail.wait(email, 3)
    assert letters[-1].code == car.boot.code
    assert letters[-1].message_id.startswith("<release-")
    assert len({letter.message_id for letter in letters}) == 3
    await log.page.go_back()
    await log.hand.tap(log.again)
    await expect(log.summary).to_contain_text("once a minute")
