"""An officer with a browser of their own, over real sockets."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.drills.entry_form import EntryForm, read_entry_form
from tests.factories import PASSWORD
from tests.integration.conftest import Browser

# Fewer than the tries one address may have under way before it looks like guessing.
SIGN_IN_AT_ONCE = 8
# Made once: reading the machine's certificates for every browser takes longer than a drill.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True)
class Answer:
    """What came back for one save: `seconds` from sending to the whole page."""

    status: int
    location: str
    html: str
    seconds: float


class Officer:
    """Signs in, fills the entry, saves it."""

    def __init__(self, email: str, browser: Browser) -> None:
        self.email = email
        self._browser = browser

    async def sign_in(self) -> None:
        """Through the sign-in page, with its token."""
        answer = await self._browser.post_form(
            "/sign-in", {"email": self.email, "password": PASSWORD}
        )
        if answer.status_code != 303:
            raise AssertionError(f"{self.email} could not sign in: {answer.status_code}")

    async def open_entry(self, plate: str, offences: Sequence[int]) -> EntryForm:
        """A new entry, filled in up to the choice of the boot."""
        page = await self._browser.get("/violations/new")
        form = read_entry_form(page.text)
        form.fields |= {"plate": plate, "street": "214 King St", "remarks": f"seen by {self.email}"}
        form.offences = [str(one) for one in offences]
        shown = await self._browser.post_form(
            "/violations/new", {**form.fields, "offence": form.offences, "step": "boots"}
        )
        return read_entry_form(shown.text)

    async def look(self) -> float:
        """Seconds an empty entry page takes now: what this machine can do at this moment."""
        started = time.perf_counter()
        await self._browser.get("/violations/new")
        return time.perf_counter() - started

    async def save(self, form: EntryForm, boot_id: str = "") -> Answer:
        """Press *Save violation* with this boot chosen."""
        started = time.perf_counter()
        answer = await self._browser.post_form(
            "/violations/new",
            {
                **form.fields,
                "offence": form.offences,
                "boot_id": boot_id,
                "step": "save",
            },
        )
        return Answer(
            answer.status_code,
            answer.headers.get("location", ""),
            answer.text,
            time.perf_counter() - started,
        )


@asynccontextmanager
async def on_patrol(url: str, emails: Sequence[str]) -> AsyncIterator[list[Officer]]:
    """These officers, each signed in with a browser of their own."""
    async with AsyncExitStack() as stack:
        officers = [
            Officer(
                email,
                await stack.enter_async_context(
                    Browser(base_url=url, verify=_NO_TLS, trust_env=False, timeout=30)
                ),
            )
            for email in emails
        ]
        turns = asyncio.Semaphore(SIGN_IN_AT_ONCE)

        async def come_in(officer: Officer) -> None:
            async with turns:
                await officer.sign_in()

        await asyncio.gather(*(come_in(officer) for officer in officers))
        yield officers
