"""Sign a member of staff in."""

import secrets
from datetime import datetime, timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.forgive_guess import forgive_guess
from app.actions.steps.work import Bells, work
from app.clock import now
from app.db import transaction
from app.gateways.passwords import matches
from app.reads.staff.guesses import guesses, window_of
from app.reads.staff.signed_in import token_hash
from app.rules.errors import Invalid, TooMany
from app.rules.people.actor import Actor
from app.rules.people.addresses import neighbourhood
from app.rules.wording import N_
from app.tables.people.staff import Staff
from app.tables.people.staff_session import StaffSession

SESSION_LASTS = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 10
MOST_PER_ADDRESS = 30


async def sign_in(
    email: str, password: str, *, origin: str, bells: Bells, replaces: str = ""
) -> str:
    """Return the token of a new session; every sign-in makes a new one (rule S8).

    `replaces` is the token this browser had so far: its session ends. Raises `Invalid` alike for
    an unknown address, a wrong password and a person who left, and `TooMany` after 10 misses per
    email or 30 per origin's neighbourhood in 15 minutes (rule S9). The email's try is counted
    before it is judged. The origin's is counted as a miss only, because a whole shift may sign in
    behind one address; a right one that comes out after the last miss allowed is refused like
    the rest, so that of tries sent at once no more are answered than of tries in a row.
    """
    email = email.strip().lower()
    at = now()
    near = neighbourhood(origin)
    await _refuse_origin_with_misses(near, at)
    async with transaction():
        await count_guess("sign_in_email", email, most=MOST_PER_EMAIL, window=WINDOW, at=at)
        person = await Staff.select().where(Staff.email == email).first()
    right = await matches(person["password_hash"] if person else None, password)
    if not right or person is None or not person["active"]:
        async with transaction():
            await count_guess("sign_in_from", near, most=MOST_PER_ADDRESS, window=WINDOW, at=at)
        raise Invalid(fields={"email": N_("This email and password do not belong together.")})
    token = secrets.token_urlsafe(32)
    who = Actor(name=person["name"], staff_id=person["id"], origin=origin)
    async with work(who, bells) as doing:
        await _refuse_origin_with_misses(near, at)
        if replaces:
            await StaffSession.delete().where(StaffSession.token_hash == token_hash(replaces))
        await StaffSession.insert(
            StaffSession(
                token_hash=token_hash(token),
                staff=person["id"],
                created_at=doing.at,
                seen_at=doing.at,
                expires_at=doing.at + SESSION_LASTS,
            )
        )
        await forgive_guess("sign_in_email", email, window=WINDOW, at=at)
        await doing.record("sign_in", "staff", person["id"])
    return token


async def _refuse_origin_with_misses(near: str, at: datetime) -> None:
    if await guesses("sign_in_from", near, window=WINDOW, at=at) >= MOST_PER_ADDRESS:
        raise TooMany(int((window_of(at, WINDOW) + WINDOW - at).total_seconds()) + 1)
