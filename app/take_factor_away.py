"""`python -m app take-factor-away EMAIL`: for the last administrator who lost phone and codes."""

from collections.abc import Mapping

from app.actions.staff.take_factor_away import take_factor_away
from app.db import close_database, open_database
from app.rules.errors import Conflict
from app.rules.people.actor import Actor
from app.settings import Settings
from app.stopped import Stopped
from app.tables.people.staff import Staff

BY_HAND = Actor(name="command line", origin="command line")


class NotTakenAway(Stopped):
    """Nothing was changed; the text says why."""


class _NoBells:
    """Nothing is promised here, so nobody needs to hear of it."""

    async def ring(self, queues: frozenset[str]) -> None:
        """Nothing to wake."""

    async def hint(self, changed: Mapping[int, int]) -> None:
        """Nothing to show."""


async def take_factor_away_by_hand(_: Settings, email: str) -> None:
    """Who may start programs here may do it (rule S12); the audit names this command.

    Raises `NotTakenAway` when nobody has this email, or no one-time codes.
    """
    await open_database()
    try:
        found = await Staff.select(Staff.id).where(Staff.email == email.strip().lower()).first()
        if found is None:
            raise NotTakenAway("Nobody of the staff has this email. Nothing was changed.")
        reason = "python -m app take-factor-away"
        await take_factor_away(BY_HAND, _NoBells(), found["id"], reason=reason)
    except Conflict as refusal:
        raise NotTakenAway(refusal.message) from None
    finally:
        await close_database()
    print("The one-time codes are gone. The person signs in with the password alone.")
