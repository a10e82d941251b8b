"""Who a session token belongs to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import now
from app.rules.people.access import Role
from app.tables.people.staff_session import StaffSession

IDLE_LIMIT = timedelta(hours=4)


@dataclass(frozen=True)
class SignedIn:
    """A live session's member of staff; `seen_at` is when the session was last noted as used.

    `language` is the one the person chose, None while there was no choice.
    """

    staff_id: int
    name: str
    role: Role
    session_id: int
    seen_at: datetime
    language: str | None


def token_hash(token: str) -> str:
    """What is stored of a session token (hex SHA-256): a stolen database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


async def signed_in(token: str) -> SignedIn | None:
    """The person behind the session `token`, or None when it is unknown, idle or over (rule S8)."""
    row = (
        await StaffSession.select(
            StaffSession.id,
            StaffSession.staff,
            StaffSession.seen_at,
            StaffSession.expires_at,
            StaffSession.staff.name,
            StaffSession.staff.role,
            StaffSession.staff.active,
            StaffSession.staff.language,
        )
        .where(StaffSession.token_hash == token_hash(token))
        .first()
    )
    at = now()
    if row is None or not row["staff.active"]:
        return None
    if row["expires_at"] <= at or row["seen_at"] + IDLE_LIMIT <= at:
        return None
    return SignedIn(
        staff_id=row["staff"],
        name=row["staff.name"],
        role=Role(row["staff.role"]),
        session_id=row["id"],
        seen_at=row["seen_at"],
        language=row["staff.language"],
    )
