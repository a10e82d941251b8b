"""Turn one's own one-time codes on."""

from app.actions.steps.staff.hold_factor import hold_factor
from app.actions.steps.staff.store_recovery_codes import store_recovery_codes
from app.actions.steps.work import Bells, work
from app.clock import now
from app.gateways.one_time_codes import matching_step
from app.gateways.vault import Vault
from app.reads.staff.signed_in import token_hash
from app.rules.errors import Conflict, Invalid, NotSignedIn, Taken
from app.rules.people.actor import Actor
from app.rules.people.factor import factor_purpose
from app.rules.wording import N_
from app.tables.people.staff_factor import StaffFactor
from app.tables.people.staff_session import StaffSession


async def turn_on_factor(
    actor: Actor, bells: Bells, vault: Vault, *, secret: str, code: str, keeps: str
) -> tuple[str, ...]:
    """Return ten recovery codes, to be shown once (rule S12).

    Nothing is on before `code` is right for `secret`. Every session of the person ends but that
    of the token `keeps`: the others were opened with the password alone. Raises `Invalid`, and
    `Conflict` when the codes are on already.
    """
    if actor.staff_id is None:
        raise NotSignedIn
    step = matching_step(secret, "".join(code.split()), now())
    if step is None:
        raise Invalid(
            fields={
                "code": N_(
                    "This code is not right. Enter the 6 digits your app shows now for this key. "
                    "If it is refused again, let your phone set its clock by itself."
                )
            }
        )
    try:
        async with work(actor, bells) as doing:
            await hold_factor(actor.staff_id)
            await StaffFactor.insert(
                StaffFactor(
                    staff=actor.staff_id,
                    sealed_secret=vault.seal_note(factor_purpose(actor.staff_id), secret),
                    last_step=step,
                    since_at=doing.at,
                )
            )
            codes = await store_recovery_codes(actor.staff_id)
            await StaffSession.delete().where(
                StaffSession.staff == actor.staff_id, StaffSession.token_hash != token_hash(keeps)
            )
            await doing.record("turn_on_factor", "staff", actor.staff_id)
    except Taken:
        raise Conflict(
            N_("Your one-time codes are on already."),
            next_step=N_("Turn them off first to use another phone."),
        ) from None
    return codes
