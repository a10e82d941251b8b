"""Browsers as the people hold them, each watched for what a page must never do."""

import itertools
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    async_playwright,
)

from app.rules.people.access import Role
from e2e.pages.hand import Hand
from e2e.pages.sign_in import SignInPage
from e2e.town import PASSWORDS, Town

# Debian has the same Chromium twice; the one without windows draws a page with a fifth less work.
DEBIAN = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
INSTALLED = next((path for path in DEBIAN if path.exists()), None)
FLAGS = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 10_000
ENGLISH, FRENCH = "en-CA", "fr-CA"
# Every browser is somewhere else, or the limits of one network would end a long run.
_networks = (f"198.{18 + n // 256 % 2}.{n % 256}.7" for n in itertools.count(1))
Scheme = Literal["light", "dark"]
# Refusals with their true status, and servers that were killed on purpose.
EXPECTED = (
    "Failed to load resource",
    "htmx: htmx:error: Failed to fetch",
    "htmx: htmx:sse:error: Failed to fetch",
    "htmx: htmx:sse:error: network error",
)
WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Content Security Policy: ${event.effectiveDirective} ${event.blockedURI}`);
});
"""


@dataclass(frozen=True)
class Device:
    """What somebody holds, in CSS pixels."""

    width: int
    height: int
    touch: bool = False
    mobile: bool = False


PHONE = Device(390, 844, touch=True, mobile=True)
TABLET = Device(820, 1180, touch=True)
DESK = Device(1440, 900)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The installed Chromium, else Playwright's own."""
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=INSTALLED, args=FLAGS + sandbox)
        try:
            yield browser
        finally:
            await browser.close()


class Visitors:
    """Hands out browsers for one test and remembers every fault of a page in `troubles`."""

    def __init__(self, browser: Browser, town: Town, contexts: AsyncExitStack) -> None:
        self.troubles: list[str] = []
        self._browser = browser
        self._town = town
        self._contexts = contexts

    async def driver(
        self,
        device: Device = PHONE,
        *,
        scripts: bool = True,
        scheme: Scheme = "light",
        locale: str = ENGLISH,
    ) -> Hand:
        """Somebody nobody knows, on a phone unless told otherwise; `locale` is the browser's."""
        context = await self._context(device, scripts=scripts, scheme=scheme, locale=locale)
        return Hand(await context.new_page(), touch=device.touch)

    async def officer(self, *, scripts: bool = True) -> Hand:
        """The officer on the tablet, signed in."""
        return await self.staff(Role.officer, TABLET, scripts=scripts)

    async def office(self) -> Hand:
        """The counter staff, signed in."""
        return await self.staff(Role.office, DESK)

    async def admin(self, scheme: Scheme = "light") -> Hand:
        """The administrator at the desk, signed in."""
        return await self.staff(Role.admin, DESK, scheme=scheme)

    async def staff(
        self,
        role: Role,
        device: Device,
        *,
        scripts: bool = True,
        scheme: Scheme = "light",
        address: str = "",
    ) -> Hand:
        """Somebody of the staff; signs in on the page once a town, later with that session.

        `address` is another web process of the same town.
        """
        context = await self._context(
            device, scripts=scripts, scheme=scheme, role=role, address=address
        )
        page = await context.new_page()
        if role not in self._town.signed_in:
            await SignInPage(Hand(page)).sign_in(*PASSWORDS[role])
            self._town.signed_in[role] = await context.storage_state()
        return Hand(page, touch=device.touch)

    async def _context(
        self,
        device: Device,
        *,
        scripts: bool,
        scheme: Scheme,
        role: Role | None = None,
        address: str = "",
        locale: str = ENGLISH,
    ) -> BrowserContext:
        context = await self._browser.new_context(
            base_url=address or self._town.address,
            viewport={"width": device.width, "height": device.height},
            has_touch=device.touch,
            is_mobile=device.mobile,
            java_script_enabled=scripts,
            color_scheme=scheme,
            storage_state=self._town.signed_in.get(role) if role else None,
            locale=locale,
            timezone_id="America/Toronto",
            extra_http_headers={"X-Forwarded-For": next(_networks)},
        )
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(WATCH)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        self._contexts.push_async_callback(context.close)
        return context

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.troubles.append(f"{_path(message.page)}: {message.text}")

    def _hear_error(self, error: WebError) -> None:
        self.troubles.append(f"{_path(error.page)}: {error.error}")


def _path(page: Page | None) -> str:
    return page.url if page else "(no page)"
