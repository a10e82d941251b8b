"""The desk and the street in French: who chose it, what is written, charged and mailed."""

from functools import partial

from playwright.async_api import Page, expect

from app.rules.people.access import Role
from app.wordbook import translate
from e2e.booted import Clerk
from e2e.browsers import DESK, FRENCH, TABLET, Visitors
from e2e.in_french import COOKIE, CUT_OFF, faults_of_french
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.entry import EntryPage
from e2e.pages.hand import Hand
from e2e.town import Town
from tests.english_left import english_left

fr = partial(translate, "fr")
STREET = ("/", "/pay", "/sign-in", "/nowhere")
DESK_PAGES = (
    *("/dashboard", "/violations", "/violations/new", "/violations/1", "/violations/1/ticket"),
    *("/boots", "/boots/1", "/boots/1/edit", "/boots/import", "/report?totals=1", "/report?from=x"),
    *("/offences", "/offences/types/1", "/settings", "/staff", "/staff/new", "/audit"),
    *("/search?q=Red", "/counter", "/refunds", "/payments", "/takings", "/mailbox"),
    *("/me", "/me/one-time-codes/on"),
)


async def reading_french(hand: Hand, town: Town) -> Page:
    """The page of somebody who chose French in this browser."""
    cookie = {"name": COOKIE, "value": "fr", "url": town.address}
    await hand.page.context.add_cookies([cookie])  # type: ignore[list-item]
    return hand.page


async def switch_to(page: Page, name: str) -> None:
    """Press the switch and arrive where one was."""
    address = page.url
    await page.get_by_role("button", name=name, exact=True).click()
    await page.wait_for_url(address)


async def test_an_officer_who_chooses_french_writes_a_violation_in_french(
    visitors: Visitors, clerk: Clerk
) -> None:
    boot = clerk.add_boot()
    officer = await visitors.staff(Role.officer, TABLET)
    entry, page = EntryPage(officer), officer.page
    await entry.open()
    await switch_to(page, "Français")
    try:
        await expect(page.get_by_role("heading", level=1)).to_have_text(fr("New Violation"))
        await officer.type(page.get_by_label(fr("Plate"), exact=True), "FRA 514")
        await officer.tap(entry.offence("Parcomètre expiré"))
        await officer.tap(entry.offence("Pose d’un sabot"))
        await page.locator("#f-boot_id").select_option(label=boot.name)
        await expect(entry.missing).to_contain_text(fr("place"))
        await officer.type(page.get_by_label(fr("Place"), exact=True), "7, rue du Port")
        await expect(entry.total).to_have_text("165,00\u00a0$")
        await officer.tap(page.get_by_role("button", name=fr("Save violation")))
        await page.wait_for_url("**/violations/*?done=written")
        await expect(page.get_by_role("status")).to_have_text(fr("The violation is saved."))
        # The choice is the person's, not the browser's.
        other = await visitors.staff(Role.officer, DESK)
        await other.open("/dashboard")
        await expect(other.page.locator("html")).to_have_attribute("lang", "fr")
    finally:
        await switch_to(page, "English")


async def test_a_driver_with_a_french_phone_pays_and_gets_french_mail(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(locale=FRENCH), car.boot.address)
    page = driver.page
    await driver.scan()
    await expect(driver.pay_button).to_have_text(
        fr("Pay %(amount)s by card") % {"amount": "156,00\u00a0$"}
    )
    await driver.press_pay()
    await expect(driver.summary).to_be_focused()
    assert english_left(await page.content()) == []
    await driver.hand.type(page.locator("#f-email"), car.email)
    await driver.press_pay()
    await CardPage(driver.hand).approve()
    await expect(driver.code).to_have_text(car.boot.code)
    assert english_left(await page.content()) == []
    letters = await mail.wait(car.email, 2)
    for letter in letters:
        lines = "".join(f"<p>{line}</p>" for line in letter.text.splitlines())
        said = english_left(f"<h1>{letter.subject}</h1>{lines}")
        assert said == [], letter.subject
    release = next(one for one in letters if car.boot.code in one.text)
    assert fr("Your release code") in release.text


async def test_the_office_takes_money_in_french(
    visitors: Visitors, clerk: Clerk, town: Town
) -> None:
    car = clerk.boot_car()
    office = await visitors.office()
    page = await reading_french(office, town)
    await office.open(f"/counter?q={car.plate}")
    await office.tap(page.get_by_role("radio", name=fr("Cash"), exact=True))
    await office.type(page.get_by_label(fr("Email for receipt and release code")), car.email)
    amount = {"amount": "156,00\u00a0$"}
    await office.tap(page.get_by_role("button", name=fr("Take %(amount)s") % amount))
    await page.wait_for_url("**?paid=*")
    said = fr("%(amount)s recorded") % amount
    await expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


async def test_nothing_is_clipped_broken_or_english_at_any_width(
    visitors: Visitors, clerk: Clerk, town: Town
) -> None:
    car = clerk.boot_car()
    street = await visitors.driver(locale=FRENCH)
    desk = await visitors.admin()
    await reading_french(desk, town)
    faults = []
    for hand, addresses in ((street, (*STREET, car.boot.address)), (desk, DESK_PAGES)):
        for address in addresses:
            await hand.open(address)
            found = await faults_of_french(hand.page)
            faults += [f"{address}: {fault}" for fault in found]
            await hand.page.set_viewport_size({"width": DESK.width, "height": DESK.height})
    assert not faults, "\n".join(faults)


async def test_a_word_that_is_cut_off_or_broken_is_noticed(visitors: Visitors) -> None:
    page = (await visitors.driver(locale=FRENCH)).page
    await page.goto("/")
    assert await page.evaluate(CUT_OFF) == []
    await page.evaluate(
        """() => {
          const make = (tag, text, style) => {
            const one = document.createElement(tag);
            one.textContent = text;
            Object.assign(one.style, style);
            document.querySelector("main").append(one);
          };
          make("button", "Immobilisations", { width: "60px", overflowWrap: "anywhere" });
          const whole = { width: "40px", padding: 0, overflow: "hidden", overflowWrap: "normal" };
          make("button", "Paiements", whole);
        }"""
    )
    assert await page.evaluate(CUT_OFF) == ["broken: Immobilisations", "clipped: Paiements"]
