"""Puts a boot on a car by the staff's own forms, so that a journey can begin at the kerb."""

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
class BootedCar:
    """A car with a boot on it, and the address its driver will give."""

    boot: Boot
    plate: str
    email: str


@dataclass(frozen=True)
class Ticket:
    """What is printed on a ticket, and its page for the staff."""

    number: str
    pin: str
    path: str


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
        address = _found(r'href="(http[^"]+/b/[^"]+)"', page.text)
        return Boot(page.url.path.rsplit("/", 1)[-1], name, code, address)

    def boot_car(self, plate: str = "") -> BootedCar:
        """A new boot on a car: an expired meter (discounted) and the deposit, $156.00 today."""
        boot = self.add_boot()
        plate = plate or f"TRL {boot.code[1:]}"
        self.write_ticket(plate, "Expired meter", "Boot Applied", boot_id=boot.boot_id)
        return BootedCar(boot, plate, f"driver-{boot.code}@example.com")

    def write_ticket(self, plate: str, *offences: str, boot_id: str = "") -> Ticket:
        """A ticket of today for a car, with a boot when one is named."""
        form = self._browser.get("/violations/new").raise_for_status().text
        page = self._post(
            "/violations/new",
            {
                "key": secrets.token_urlsafe(24),
                "plate": plate,
                "region": "ON",
                "street": "7 Harbour Road",
                "occurred_at": _found(r'name="occurred_at"[^>]* value="([^"]+)"', form),
                "offence": [_offence(form, offence) for offence in offences],
                "boot_id": boot_id,
                "step": "save",
            },
        )
        number, _, pin = _found(r'<h1 class="mono">([^<]+)</h1>', page.text).rpartition("-")
        return Ticket(number, pin, page.url.path)

    def _post(self, path: str, data: dict[str, str | list[str]]) -> httpx.Response:
        token = self._browser.cookies["bk-csrf"]
        answer = self._browser.post(path, data={"_csrf_token": token, **data})
        assert answer.is_success, f"{path}: {answer.status_code}\n{answer.text}"
        return answer


def _offence(form: str, description: str) -> str:
    return _found(rf'name="offence" value="(\d+)"[^>]*>\s*<span>{description}', form)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"{pattern} is not on the page"
    return found[1]
