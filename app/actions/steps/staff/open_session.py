"""Give a browser a session of its own."""

import secrets
from datetime import timedelta

from app.actions.steps.work import Work
from app.reads.staff.signed_in import token_hash
from app.tables.people.staff_session import StaffSession

SESSION_LASTS = timedelta(hours=12)


async def open_session(doing: Work, staff_id: int, *, replaces: str) -> str:
    """Return the token of a new session (rule S8); the one of the token `replaces` ends."""
    token = secrets.token_urlsafe(32)
    if replaces:
        await StaffSession.delete().where(StaffSession.token_hash == token_hash(replaces))
    await StaffSession.insert(
        StaffSession(
            token_hash=token_hash(token),
            staff=staff_id,
            created_at=doing.at,
            seen_at=doing.at,
            expires_at=doing.at + SESSION_LASTS,
        )
    )
    await doing.record("sign_in", "staff", staff_id)
    return token
