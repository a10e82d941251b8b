"""Sign a member of staff in."""

from dataclasses import dataclass, field
from datetime import timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.forgive_guess import forgive_guess
from app.actions.steps.staff.hold_person import hold_person
from app.actions.steps.staff.open_session import open_session
from app.actions.steps.staff.refuse_origin_with_misses import (
    MOST_PER_ADDRESS,
    ORIGIN_WINDOW,
    refuse_origin_with_misses,
)
from app.actions.steps.work import Bells, work
from app.clock import now
from app.db import transaction
from app.gateways.passwords import matches
from app.rules.errors import Invalid
from app.rules.people.actor import Actor
from app.rules.people.addresses import neighbourhood
from app.rules.wording import N_
from app.tables.people.staff import Staff
from app.tables.people.staff_factor import StaffFactor

WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 10
_WRONG = {"email": N_("This email and password do not belong together.")}


@dataclass(frozen=True)
class PasswordRight:
    """`token` is that of the new session; "" while the one-time code is still wanted."""

    staff_id: int
    token: str = field(repr=False)


@dataclass(frozen=True)
class KnownBrowser:
    """One in which this person has signed in before; `mark` is its own random text."""

    staff_id: int
    mark: str


async def sign_in(
    email: str,
    password: str,
    *,
    origin: str,
    bells: Bells,
    replaces: str = "",
    browser: KnownBrowser | None = None,
) -> PasswordRight:
    """Return the token of a new session; every sign-in makes a new one (rule S8).

    Who has one-time codes gets none yet: `confirm_sign_in` follows (rule S12). `replaces` is the
    token this browser had so far: its session ends. Raises `Invalid` alike for an unknown
    address, a wrong password and a person who left, and `TooMany` after 10 misses per email or 30
    per origin's neighbourhood in 15 minutes (rule S9). The email's try is counted before it is
    judged, in the person's own `browser` by itself: strangers who guess cannot keep anybody out of
    it. The origin's is counted as a miss only, because a whole shift may sign in behind one
    address; a right one that comes out after the last miss allowed is refused like the rest, so
    that of tries sent at once no more are answered than of tries in a row.
    """
    email = email.strip().lower()
    at = now()
    near = neighbourhood(origin)
    await refuse_origin_with_misses(near, at)
    async with transaction():
        person = await Staff.select().where(Staff.email == email).first()
        kind, subject = "sign_in_email", email
        if person and browser and browser.staff_id == person["id"]:
            kind, subject = "sign_in_browser", f"{browser.staff_id}:{browser.mark}"
        await count_guess(kind, subject, most=MOST_PER_EMAIL, window=WINDOW, at=at)
    right = await matches(person["password_hash"] if person else None, password)
    if not right or person is None or not person["active"]:
        async with transaction():
            await count_guess(
                "sign_in_from", near, most=MOST_PER_ADDRESS, window=ORIGIN_WINDOW, at=at
            )
        raise Invalid(fields=_WRONG)
    staff_id = int(person["id"])
    async with work(Actor(name=person["name"], staff_id=staff_id, origin=origin), bells) as doing:
        await refuse_origin_with_misses(near, at)
        if not await hold_person(staff_id):
            raise Invalid(fields=_WRONG)
        await forgive_guess(kind, subject, window=WINDOW, at=at)
        wants_code = await StaffFactor.exists().where(StaffFactor.staff == staff_id)
        token = "" if wants_code else await open_session(doing, staff_id, replaces=replaces)
    return PasswordRight(staff_id, token)
