"""Sign out: the session's row goes, so its token is worth nothing anywhere."""

from app.actions.steps.work import Bells, work
from app.reads.staff.signed_in import token_hash
from app.rules.people.actor import Actor
from app.tables.people.staff_session import StaffSession


async def sign_out(actor: Actor, bells: Bells, token: str) -> None:
    """Forget the session of `token`; doing it twice is no error."""
    async with work(actor, bells) as doing:
        await StaffSession.delete().where(StaffSession.token_hash == token_hash(token))
        if actor.staff_id is not None:
            await doing.record("sign_out", "staff", actor.staff_id)
