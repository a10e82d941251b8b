"""Note that a session is in use: without it an officer at work would be signed out as idle."""

from datetime import timedelta

from app.clock import now
from app.db import transaction
from app.reads.staff.signed_in import SignedIn
from app.tables.people.staff_session import StaffSession

# Noted this seldom, so that a busy screen does not write with every request.
NOTED_EVERY = timedelta(minutes=1)


async def stay_signed_in(session: SignedIn) -> None:
    """Move the idle limit of `session` on (rule S8); nothing within a minute of the last time."""
    at = now()
    if session.seen_at + NOTED_EVERY > at:
        return
    async with transaction():
        await StaffSession.update({StaffSession.seen_at: at}).where(
            StaffSession.id == session.session_id
        )
