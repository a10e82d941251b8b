"""Finish a sign-in with a one-time code."""

from app.actions.steps.count_guess import count_guess
from app.actions.steps.staff.count_code_try import count_code_try
from app.actions.steps.staff.open_session import open_session
from app.actions.steps.staff.refuse_origin_with_misses import (
    MOST_PER_ADDRESS,
    ORIGIN_WINDOW,
    refuse_origin_with_misses,
)
from app.actions.steps.staff.win_code import win_code
from app.actions.steps.work import Bells, work
from app.clock import now
from app.db import transaction
from app.gateways.vault import Vault
from app.rules.errors import Invalid, NotSignedIn
from app.rules.people.actor import Actor
from app.rules.people.addresses import neighbourhood
from app.tables.people.staff import Staff


async def confirm_sign_in(
    staff_id: int, code: str, *, vault: Vault, origin: str, bells: Bells, replaces: str = ""
) -> str:
    """Return the token of a new session (rules S8, S12); only after `sign_in` said who it is.

    `code` is of the app or of the recovery list. Raises `Invalid` for a wrong or used one,
    `TooMany` after too many misses of the person or of the origin's neighbourhood (rule S9), and
    `NotSignedIn` when the person left or has no one-time codes any more.
    """
    at = now()
    near = neighbourhood(origin)
    await refuse_origin_with_misses(near, at)
    async with transaction():
        await count_code_try(staff_id, at)
        person = await Staff.select().where(Staff.id == staff_id).first()
    if person is None or not person["active"]:
        raise NotSignedIn
    try:
        async with work(Actor(person["name"], staff_id, origin=origin), bells) as doing:
            await refuse_origin_with_misses(near, at)
            await win_code(doing, vault, staff_id, code, tried=at)
            return await open_session(doing, staff_id, replaces=replaces)
    except Invalid:
        async with transaction():
            await count_guess(
                "sign_in_from", near, most=MOST_PER_ADDRESS, window=ORIGIN_WINDOW, at=at
            )
        raise
