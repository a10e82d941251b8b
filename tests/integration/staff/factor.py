"""What the tests of one-time codes share: people who have them, and what an app shows."""

import re
from datetime import timedelta

import httpx
import pyotp

from app.actions.staff.confirm_sign_in import confirm_sign_in
from app.actions.staff.turn_on_factor import turn_on_factor
from app.actions.steps.staff.count_code_try import CODE_LIMITS
from app.clock import now
from app.gateways.vault import Vault
from app.rules.errors import Invalid, TooMany
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from app.tables.people.staff import Staff
from app.tables.records.audit_event import AuditEvent
from tests.factories import PASSWORD, Silent, a_staff
from tests.integration.conftest import Browser

KEY = re.compile(r'id="key">([A-Z2-7 ]+)<')
SEALED = re.compile(r'name="key" value="([^"]+)"')
CODES = re.compile(r'id="codes">([^<]+)<')
MOST = CODE_LIMITS[0][1]
ON = "/me/one-time-codes/on"


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows, `steps` of 30 seconds later."""
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


def wrong_for(secret: str) -> str:
    """Six digits that are right neither now nor in the steps around."""
    near = {code_of(secret, steps) for steps in range(-3, 4)}
    return next(text for n in range(10) if (text := f"{n}" * 6) not in near)


def number(who: Actor) -> int:
    assert who.staff_id is not None
    return who.staff_id


async def email_of(who: Actor) -> str:
    row = await Staff.select(Staff.email).where(Staff.id == number(who)).first()
    return str(row["email"])


async def has_factor(role: Role = Role.officer) -> tuple[Actor, str, tuple[str, ...]]:
    """Somebody with one-time codes; the key and the recovery codes. The last step is used up."""
    who, secret = await a_staff(role), pyotp.random_base32()
    codes = await turn_on_factor(
        who, Silent(), the_vault(), secret=secret, code=code_of(secret, -1), keeps=""
    )
    return who, secret, codes


def the_vault() -> Vault:
    return Vault(load_settings().seal_keys)


async def give_password(client: Browser, who: Actor, wanted: str = "") -> httpx.Response:
    data = {"email": await email_of(who), "password": PASSWORD, "next": wanted}
    return await client.post_form("/sign-in", data)


async def confirm(who: Actor, code: str, origin: str = "192.0.2.7") -> str:
    """How a try ends: `in`, `wrong` or `closed`."""
    try:
        await confirm_sign_in(number(who), code, vault=the_vault(), origin=origin, bells=Silent())
    except Invalid:
        return "wrong"
    except TooMany:
        return "closed"
    return "in"


async def verbs() -> list[str]:
    rows = await AuditEvent.select(AuditEvent.verb).order_by(AuditEvent.id)
    return [row["verb"] for row in rows if "staff" not in row["verb"]]


async def turn_them_on(client: Browser) -> tuple[str, list[str]]:
    """On the page; the key and the recovery codes."""
    page = (await client.get(ON)).text
    secret = KEY.search(page)[1].replace(" ", "")
    done = await client.post_form(ON, {"key": SEALED.search(page)[1], "code": code_of(secret, -1)})
    assert done.status_code == 200
    return secret, CODES.search(done.text)[1].split()
