"""My account: one-time codes, as a person with a phone turns them on and uses them."""

import time

import pyotp
from playwright.async_api import expect

from e2e.pages.hand import Hand


class Phone:
    """An authenticator app that knows one key."""

    def __init__(self, key: str) -> None:
        self._app = pyotp.TOTP(key.replace(" ", ""))
        self._steps = -1

    def code(self) -> str:
        """A code that was not shown before: of now, then of the next step."""
        self._steps += 1
        if self._steps > 1:
            raise ValueError("nobody waits half a minute for a third code")
        return self._app.at(int(time.time()) + 30 * self._steps)


class AccountPage:
    """My account of whoever is signed in."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.page = hand.page

    async def open(self) -> None:
        """By the own name at the top of every page."""
        await self.hand.open("/dashboard")
        await self.page.locator("a.me").click()
        await self.page.wait_for_url("**/me")

    async def open_turning_on(self) -> None:
        """To the page with the key."""
        await self.open()
        await self.hand.tap(self.page.get_by_role("link", name="Turn one-time codes on"))
        await self.page.wait_for_url("**/me/one-time-codes/on")

    async def turn_on(self) -> tuple[Phone, list[str]]:
        """On the page with the key: put it into an app and confirm; the recovery codes."""
        phone = Phone(await self.page.locator("#key").inner_text())
        await self.enter(phone.code(), "Turn one-time codes on")
        codes = self.page.locator("#codes")
        await expect(codes).to_be_visible()
        return phone, (await codes.inner_text()).split()

    async def enter(self, code: str, button: str) -> None:
        """Into the one field of the page."""
        await self.page.locator("#f-code").fill(code)
        await self.hand.tap(self.page.get_by_role("button", name=button))

    async def sign_out(self) -> None:
        """From any page; on a phone from this one."""
        leave = self.page.get_by_role("button", name="Sign out")
        if not await leave.is_visible():
            await self.open()
        await self.hand.tap(leave)
        await self.page.wait_for_url("**/sign-in")
