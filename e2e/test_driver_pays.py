"""Journey b: the driver alone at the kerb, from the label to the code."""

from playwright.async_api import expect

from e2e.booted import Clerk
from e2e.browsers import Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.dashboard import Dashboard
from e2e.pages.driver import DriverPage
from e2e.town import Town


async def test_scanning_typing_an_email_and_two_taps_lead_to_the_card_page(
    visitors: Visitors,
    clerk: Clerk,
) -> None:
    car = clerk.boot_car()
    phone = await visitors.driver()
    driver = DriverPage(phone, car.boot.address)
    await driver.pay(car.email)
    assert (phone.taps, phone.typed) == (2, 1)
    shown = [page for page in phone.pages if page.startswith(car.boot.address)]
    assert shown == [car.boot.address]
    await expect(CardPage(phone).heading).to_have_text(car.boot.name)


async def test_the_page_says_what_is_owed_and_why(visitors: Visitors, clerk: Clerk) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    await expect(driver.heading).to_have_text(car.boot.name)
    case = driver.page.locator("#case")
    await expect(case).to_contain_text("7 Harbour Road")
    await expect(case).to_contain_text(f"••••{car.plate[-2:]}")
    await expect(case).not_to_contain_text(car.plate.replace(" ", ""))
    assert await driver.bill() == [("Expired meter", "$36.00"), ("Boot Applied", "$120.00")]
    await expect(driver.total).to_have_text("$156.00")
    await expect(driver.pay_button).to_have_text("Pay $156.00 by card")


async def test_the_payer_reads_the_code_on_screen_and_in_two_mails(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    await expect(driver.mail).to_contain_text("The code was sent to")
    receipt, release = sorted(mail.for_reader(car.email), key=lambda letter: letter.is_release)
    assert "$156.00" in receipt.text
    assert car.boot.code not in receipt.text + receipt.html + receipt.subject
    assert car.boot.code in release.subject
    assert car.boot.code in release.html


async def test_open_dashboards_follow_the_payment_without_a_reload(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    wall = Dashboard(await visitors.admin())
    await wall.open()
    await expect(wall.live).to_have_attribute("data-state", "live")
    await expect(wall.status(car.boot.name)).to_have_text("Issued")
    await wall.page.evaluate("window.standsSinceBefore = true")

    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    await expect(wall.status(car.boot.name)).to_have_text("Released")
    assert await wall.page.evaluate("window.standsSinceBefore") is True
    assert await mail.release_code(car.email) == car.boot.code


async def test_a_stranger_sees_no_code_but_the_mailed_link_does(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    payer = DriverPage(await visitors.driver(), car.boot.address)
    await payer.pay(car.email)
    await CardPage(payer.hand).approve()
    await expect(payer.code).to_be_visible()
    code = await mail.release_code(car.email)

    stranger = DriverPage(await visitors.driver(), car.boot.address)
    for address in (car.boot.address, f"{car.boot.address}/status", payer.page.url):
        await stranger.hand.open(address)
        await expect(stranger.page.locator("#case")).to_contain_text("d••••@e….com")
        assert code not in await stranger.page.content()
        assert car.email not in await stranger.page.content()
    letters = mail.for_reader(car.email)
    [release] = [letter for letter in letters if letter.is_release]
    await stranger.hand.open(release.link("/b/"))
    await expect(stranger.code).to_have_text(code)


async def test_a_declined_card_charges_nothing_and_another_one_works(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    card = CardPage(driver.hand)
    await driver.pay(car.email)
    await card.decline()
    await expect(card.problem).to_contain_text("You have not been charged")
    assert town.checkout(card.checkout_id).captured_cents == 0
    assert not mail.for_reader(car.email)
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code


async def test_who_leaves_the_card_page_is_told_and_goes_on_with_the_same_checkout(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    card = CardPage(driver.hand)
    await driver.pay(car.email)
    first = card.checkout_id
    await card.cancel()
    await expect(driver.notice).to_contain_text("You have not been charged")
    await expect(driver.pay_button).to_be_visible()
    assert town.checkout(first).status == "open"
    assert not mail.for_reader(car.email)

    await driver.pay(car.email)
    assert card.checkout_id == first
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code


async def test_a_double_click_on_pay_opens_one_checkout(
    visitors: Visitors, clerk: Clerk, town: Town
) -> None:
    car = clerk.boot_car()
    sent: list[str] = []
    driver = DriverPage(await visitors.driver(), car.boot.address)
    driver.page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    await driver.scan()
    await driver.fill_email(car.email)
    await driver.pay_button.dblclick()
    await driver.page.wait_for_url("**/pay/*")
    assert sent.count(f"POST {car.boot.address}/pay") == 1
    first = CardPage(driver.hand).checkout_id

    await driver.page.go_back()
    await driver.fill_email(car.email)
    await driver.press_pay()
    await driver.page.wait_for_url("**/pay/*")
    assert CardPage(driver.hand).checkout_id == first
    assert town.checkout(first).status == "open"


async def test_back_and_reload_after_paying_pay_nothing_twice(
    visitors: Visitors, clerk: Clerk, town: Town, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    card = CardPage(driver.hand)
    await driver.pay(car.email)
    checkout = card.checkout_id
    await card.approve()
    await expect(driver.code).to_have_text(car.boot.code)
    await driver.page.reload()
    await expect(driver.code).to_have_text(car.boot.code)
    await driver.page.go_back()
    await expect(card.heading).to_have_text("This is paid")
    await card.go_back()
    await expect(driver.code).to_have_text(car.boot.code)
    assert await mail.release_code(car.email) == car.boot.code
    assert town.checkout(checkout).captured_cents == 156_00
    assert town.checkout(checkout).refunded_cents == 0


async def test_a_slow_bank_is_waited_for_and_the_page_shows_the_code_by_itself(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).pay_with("Slow card")
    await expect(driver.heading).to_have_text("We are waiting for the bank")
    await driver.page.evaluate("window.standsSinceBefore = true")
    await expect(driver.code).to_have_text(car.boot.code)
    assert await driver.page.evaluate("window.standsSinceBefore") is True
    assert await mail.release_code(car.email) == car.boot.code


async def test_a_bad_and_a_mistyped_email_are_answered_beside_the_field(
    visitors: Visitors,
    clerk: Clerk,
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    for typed, words in (("", "Enter the email"), ("dana at home", "like name@example.com")):
        await driver.scan()
        async with driver.page.expect_response("**/pay") as answer:
            await driver.fill_email(typed)
            await driver.press_pay()
        assert (await answer.value).status == 422
        await expect(driver.summary).to_be_focused()
        await expect(driver.summary).to_contain_text(words)
        await expect(driver.page.locator("#e-email")).to_contain_text(words)
        await expect(driver.email).to_have_value(typed)
    await driver.scan()
    await driver.fill_email("dana@gmial.com")
    await driver.press_pay()
    await expect(driver.summary).to_contain_text("Did you mean dana@gmail.com?")
    await driver.hand.tap(driver.summary.get_by_role("button"))
    await driver.page.wait_for_url("**/pay/chk_*")
