"""Who a session token belongs to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import now
from app.rules.people.access import Role
from app.tables.people.staff_session import StaffSession

IDLE_LIMIT = timedelta(hours=4)
# Written out: every request of the staff asks it, a hundred dashboards at once (target P5).
_SESSION = """
SELECT s.id, s.staff, s.seen_at, s.expires_at, p.name, p.role, p.active, p.language,
    (p.role = 'admin' AND NOT EXISTS (SELECT 1 FROM staff_factor f WHERE f.staff = p.id)
        AND EXISTS (SELECT 1 FROM setting WHERE key = 'second_factor_admins' AND value = 'true'))
    AS must_set_up
FROM staff_session s JOIN staff p ON p.id = s.staff WHERE s.token_hash = {}
"""


@dataclass(frozen=True)
class SignedIn:
    """A live session's member of staff; `seen_at` is when the session was last noted as used.

    `language` is the one the person chose, None while there was no choice. `must_set_up`: an
    administrator without one-time codes while they are compulsory (rule S12).
    """

    staff_id: int
    name: str
    role: Role
    session_id: int
    seen_at: datetime
    language: str | None
    must_set_up: bool


def token_hash(token: str) -> str:
    """What is stored of a session token (hex SHA-256): a stolen database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


async def signed_in(token: str) -> SignedIn | None:
    """The person behind the session `token`, or None when it is unknown, idle or over (rule S8)."""
    rows = await StaffSession.raw(_SESSION, token_hash(token))
    row = rows[0] if rows else None
    at = now()
    if row is None or not row["active"]:
        return None
    if row["expires_at"] <= at or row["seen_at"] + IDLE_LIMIT <= at:
        return None
    return SignedIn(
        staff_id=row["staff"],
        name=row["name"],
        role=Role(row["role"]),
        session_id=row["id"],
        seen_at=row["seen_at"],
        language=row["language"],
        must_set_up=bool(row["must_set_up"]),
    )
