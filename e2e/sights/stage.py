"""Where the journeys through the pages of money play: a town, its people, and what they do."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import httpx
from playwright.async_api import Locator, Page, expect

from app.rules.people.access import Role
from e2e.booted import BootedCar, Clerk, Ticket, found_in
from e2e.browsers import DESK, PHONE, Visitors
from e2e.mail import Letter, MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.hand import Hand
from e2e.town import API_KEY, Town

WORKER_SECONDS = 20.0
# What a journey shows, one after another: the state's name and the page in that state.
Sights = AsyncIterator[tuple[str, Page]]
Journey = Callable[["Stage"], Sights]


@dataclass(frozen=True)
class Stage:
    """A town with Require Overdue Paid on; everybody in it may be played."""

    visitors: Visitors
    clerk: Clerk
    town: Town
    mail: MailServer

    async def phone(self) -> Hand:
        """Somebody nobody knows."""
        return await self.visitors.driver(PHONE)

    async def desk(self) -> Hand:
        """The office, signed in."""
        return await self.visitors.staff(Role.office, DESK)

    async def proof(self, ticket: Ticket) -> Hand:
        """A phone on the page of a ticket, found by its number and PIN."""
        hand = await self.phone()
        await hand.open("/pay")
        await hand.page.get_by_label("Number", exact=True).fill(f"{ticket.number}-{ticket.pin}")
        await hand.page.get_by_role("button", name="Search").click()
        await hand.page.wait_for_url("**/pay/*")
        return hand

    async def paid(self, car: BootedCar) -> DriverPage:
        """The payer of a booted car, with the code on the screen."""
        driver = DriverPage(await self.phone(), car.boot.address)
        await driver.pay(car.email)
        await CardPage(driver.hand).approve()
        await expect(driver.code).to_be_visible()
        return driver

    def bring_back(self, car: BootedCar) -> None:
        """Record the return in good condition."""
        address = f"/boots/{car.boot.boot_id}/do/mark_returned"
        self.clerk.submit(address, condition="good")

    def payment_of(self, words: str) -> str:
        """The address of the newest payment the office finds by these words."""
        listed = self.clerk.read(f"/payments?q={words}").text
        return found_in(r'href="(/payments/[0-9]+)"', listed)

    async def promised(self, car: BootedCar) -> DriverPage:
        """The driver of a booted car, who promised cash or a cheque."""
        driver = DriverPage(await self.phone(), car.boot.address)
        await driver.scan()
        await driver.fill_email(car.email)
        await driver.page.locator("summary", has_text="Pay by cash or cheque").click()
        await driver.promise_button.click()
        await expect(driver.page.locator("#promise-title")).to_be_visible()
        return driver

    def take(self, car: BootedCar, **fields: str) -> str:
        """Take what the boot requires at the counter; returns the address that says so."""
        return str(self.clerk.submit(f"/counter?q={car.plate}", **fields).url)

    def decide(self, words: str, damage: str = "", what: str = "") -> None:
        """Decide about the deposit of a payment as proposed, less the damage."""
        asked = f"?damage={damage}&what={what}" if damage else ""
        self.clerk.submit(f"{self.payment_of(words)}/refund{asked}", damage=damage, what=what)

    async def eventually(
        self, look: Callable[[], Awaitable[object]], where: Locator, words: str
    ) -> None:
        """Look again and again until it says so: the worker needs a moment."""
        deadline = time.monotonic() + WORKER_SECONDS
        while True:
            await look()
            if words in await where.inner_text():
                return
            assert time.monotonic() < deadline, await where.inner_text()
            await asyncio.sleep(0.3)

    async def letter(self, to: str, subject: str) -> Letter:
        """The newest mail to this address whose subject holds `subject`."""
        count = 1
        while True:
            letters = await self.mail.wait(to, count)
            for letter in reversed(letters):
                if subject in letter.subject:
                    return letter
            count = len(letters) + 1

    async def refund_outside(self, payment: str, cents: int) -> None:
        """Send money of a payment back as the merchant's own people do: not through us."""
        capture = found_in(r"cap_\w+", self.clerk.read(payment).text)
        headers = {"Authorization": f"Bearer {API_KEY}", "Idempotency-Key": payment}
        body = {"amount_cents": cents, "reason": "By hand"}
        async with httpx.AsyncClient(base_url=self.town.sandbox_address) as provider:
            answer = await provider.post(
                f"/v1/captures/{capture}/refunds", headers=headers, json=body
            )
        answer.raise_for_status()


async def refused(hand: Hand) -> None:
    """Press the large button of the form as it stands; it must be refused."""
    await hand.tap(hand.page.locator("main form button:is(.go, .danger)").first)
    await expect(hand.page.locator("#errors")).to_be_visible()
