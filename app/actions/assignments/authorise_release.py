"""The office lets a boot go on another basis than payment."""

from dataclasses import dataclass, replace

from app.actions.steps.assignments.decide_debt import decide_debt
from app.actions.steps.assignments.hold_case import hold_case
from app.actions.steps.judge_release import judge_release
from app.actions.steps.release_boot import Release, release_boot
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import system_settings
from app.rules.boots.release import DebtChoice, ReleaseBasis, debt_choice
from app.rules.boots.states import BootVerb
from app.rules.people.actor import Actor
from app.rules.people.emails import clean_email
from app.rules.reasons import clean_reason


@dataclass(frozen=True)
class Permit:
    """Why a boot is let go, and what becomes of the debt.

    `email` gets the code; "" means that staff hand it over by the audited reveal (rule P8).
    """

    basis: ReleaseBasis
    reason: str
    debt: DebtChoice | None
    email: str = ""


async def authorise_release(actor: Actor, bells: Bells, assignment_id: int, permit: Permit) -> None:
    """Issued to released on a basis and a reason; the debt stays or is waived (rules R6, R7).

    Raises `Missing`, `Invalid` on `basis`, `debt`, `reason` and `email`, and `Conflict` naming
    what the boot is now.
    """
    choice = debt_choice(permit.basis, permit.debt)
    permit = replace(permit, reason=clean_reason(permit.reason))
    email = clean_email(permit.email) if permit.email else ""
    async with work(actor, bells) as doing:
        settings = await system_settings()
        case = await hold_case(assignment_id, BootVerb.release)
        await decide_debt(doing, case, choice, permit.reason)
        await release_boot(
            doing,
            case.assignment_id,
            case.boot_id,
            Release(
                basis=permit.basis,
                email=email,
                language=settings.language,
                reason=permit.reason,
            ),
            settings,
        )
        await judge_release(doing, [case.vehicle_id], settings)
