"""One-time codes: the own account, the second step of signing in, and help for a lost phone."""

from e2e.browsers import PHONE
from e2e.pages.account import AccountPage
from e2e.pages.sign_in import SignInPage
from e2e.sights.stage import Sights, Stage, refused

EMAIL, PASSWORD = "cora.codes@example.com", "three odd words again"


async def codes(stage: Stage) -> Sights:
    """Turn them on, be asked for them, have them taken away."""
    stage.clerk.submit(
        "/staff/new", name="Cora Codes", email=EMAIL, role="office", password=PASSWORD
    )
    hand = await stage.visitors.driver(PHONE)
    page, account, door = hand.page, AccountPage(hand), SignInPage(hand)
    await door.sign_in(EMAIL, PASSWORD)
    await account.open()
    yield "my account", page
    await account.open_turning_on()
    yield "one-time codes to turn on", page
    await refused(hand)
    yield "one-time codes without a first code", page
    _, recovery = await account.turn_on()
    # They are shown at no address of their own: test_one_time_codes.py looks at them.
    await account.open()
    yield "my account with one-time codes", page
    for name, address in (
        ("one-time codes to turn off", "/me/one-time-codes/off"),
        ("new recovery codes", "/me/one-time-codes/recovery"),
    ):
        await hand.open(address)
        yield name, page
        await refused(hand)
        yield f"{name} without a code", page
    chief = await stage.visitors.admin()
    await chief.open("/staff")
    yield "staff with one-time codes", chief.page
    row = chief.page.locator("tr", has_text=EMAIL)
    await chief.tap(row.get_by_role("link", name="Take codes away"))
    await chief.page.wait_for_url("**/one-time-codes")
    yield "one-time codes to take away", chief.page
    await refused(chief)
    yield "one-time codes to take away without a reason", chief.page
    await account.sign_out()
    await door.give_password(EMAIL, PASSWORD)
    await page.wait_for_url("**/sign-in/code")
    for address, wrong in (("/sign-in/code", "000000"), ("/sign-in/recovery", recovery[0][1:])):
        await hand.open(address)
        yield address, page
        await page.locator("#f-code").fill(wrong)
        await refused(hand)
        yield f"{address} refused", page
    await hand.open("/sign-in?over")
    yield "code page open too long", page
