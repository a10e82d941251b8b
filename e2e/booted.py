"""Puts a boot on a car by the staff's own forms, so that a journey can begin at the kerb."""

import html
import itertools
import re
import secrets
from dataclasses import dataclass
from typing import Self

import httpx

from app.rules.people.access import Role
from e2e.town import PASSWORDS, Town

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Boot:
    """A boot that was just added; `address` is what the QR code on it says."""

    boot_id: str
    name: str
    code: str
    address: str


@dataclass(frozen=True)
class Ticket:
    """A ticket as its paper shows it: `number` without the PIN, `pin` behind it."""

    ticket_id: str
    number: str
    pin: str

    @property
    def path(self) -> str:
        """Its page for the staff."""
        return f"/violations/{self.ticket_id}"


@dataclass(frozen=True)
class BootedCar:
    """A car with a boot on it, and the address its driver will give."""

    boot: Boot
    plate: str
    email: str
    ticket: Ticket


class Clerk:
    """The administrator with a browser too old for scripts: plain forms over plain HTTP."""

    def __init__(self, town: Town) -> None:
        self._browser = httpx.Client(
            base_url=town.address,
            headers={"sec-fetch-site": "same-origin"},
            follow_redirects=True,
            timeout=20,
            # The server hangs up on idle connections; a form must not meet that moment.
            limits=httpx.Limits(keepalive_expiry=1),
        )
        self._browser.get("/sign-in")
        email, password = PASSWORDS[Role.admin]
        self._post("/sign-in", {"email": email, "password": password})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()

    def add_boot(self) -> Boot:
        """A new boot with a name and code of its own."""
        number = next(_numbers)
        name, code = f"Trial Boot {number:02}", f"{9000 + number}"
        page = self._post("/boots/new", {"name": name, "code": code})
        address = found_in(r'href="(http[^"]+/b/[^"]+)"', page.text)
        return Boot(page.url.path.rsplit("/", 1)[-1], name, code, address)

    def add_boots(self, names: list[str]) -> None:
        """New boots by a list, with a code each."""
        pasted = "\n".join(["name,code", *(f"{name},{next(_numbers)}" for name in names)])
        checked = self._post("/boots/import", {"pasted": pasted})
        sealed = found_in(r'name="checked" value="([^"]+)"', checked.text)
        self._post("/boots/import", {"checked": html.unescape(sealed)})

    def boot_car(self, plate: str = "") -> BootedCar:
        """A new boot on a car: an expired meter (discounted) and the deposit, $156.00 today."""
        boot = self.add_boot()
        plate = plate or f"TRL {boot.code[1:]}"
        ticket = self.write_ticket(plate, "Expired meter", "Boot Applied", boot_id=boot.boot_id)
        return BootedCar(boot, plate, f"driver-{boot.code}@example.com", ticket)

    def write_ticket(self, plate: str, *offences: str, boot_id: str = "") -> Ticket:
        """A ticket for these offences, written now; one that applies a boot names it."""
        form = self._browser.get("/violations/new").raise_for_status().text
        saved = self._post(
            "/violations/new",
            {
                "key": secrets.token_urlsafe(24),
                "plate": plate,
                "region": "ON",
                "street": "7 Harbour Road",
                "occurred_at": found_in(r'name="occurred_at"[^>]* value="([^"]+)"', form),
                "offence": [_offence(form, offence) for offence in offences],
                "boot_id": boot_id,
                "step": "save",
            },
        )
        number, pin = found_in(r'<h1 class="mono">([^<]+)<', saved.text).rsplit("-", 1)
        return Ticket(saved.url.path.rsplit("/", 1)[-1], number, pin)

    def read(self, address: str) -> httpx.Response:
        """A page, wherever it leads."""
        return self._browser.get(address).raise_for_status()

    def submit(self, address: str, **fields: str) -> httpx.Response:
        """Open the page with a form for its own address, fill it in and send it."""
        page = self.read(address)
        path = page.url.path
        form = found_in(
            rf'<form[^>]* method="post" action="{re.escape(path)}".*?</form>', page.text
        )
        hidden: dict[str, list[str]] = {}
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
            hidden[name] = [*hidden.get(name, []), html.unescape(value)]
        return self._post(path, {**hidden, **fields})

    def save_logo(self, picture: bytes) -> None:
        """Show this picture on every page, label, receipt and mail from now on."""
        files = {"organisation_logo": ("logo.png", picture, "image/png")}
        self._post("/settings/logo", {"logo_shown": self._logo_shown()}, files)

    def remove_logo(self) -> None:
        """Show the product's own mark again."""
        self._post("/settings/logo/remove", {"logo_shown": self._logo_shown()})

    def _logo_shown(self) -> str:
        return found_in(r'name="logo_shown" value="([^"]*)"', self.read("/settings/logo").text)

    def _post(
        self,
        path: str,
        data: dict[str, str | list[str]],
        files: dict[str, tuple[str, bytes, str]] | None = None,
    ) -> httpx.Response:
        token = self._browser.cookies["bk-csrf"]
        answer = self._browser.post(path, data={"_csrf_token": token, **data}, files=files)
        assert answer.is_success, f"{path}: {answer.status_code}\n{_main(answer.text)}"
        return answer


def _offence(form: str, description: str) -> str:
    return found_in(rf'name="offence" value="(\d+)"[^>]*>\s*<span>{description}', form)


def found_in(pattern: str, text: str) -> str:
    """The first group of the pattern, or all it matches; fails when the text has no such place."""
    found = re.search(pattern, text, re.DOTALL)
    assert found, f"{pattern} is not on the page"
    return found[found.re.groups and 1]


def _main(page: str) -> str:
    """What a page says, without the frame around it."""
    return page[page.find("<main") : page.find("</main")]
