"""Show a release code to a member of staff who says why."""

from app.actions.steps.assignments.code_reached import Times, code_reached
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, Work, work
from app.gateways.vault import Vault
from app.reads.assignments.case import Case, open_case_of_boot
from app.rules.boots.states import BootStatus
from app.rules.errors import Missing
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.tables.boots.boot import Boot


async def reveal_code(
    actor: Actor, bells: Bells, vault: Vault, boot_id: int, *, reason: str
) -> str:
    """The code, once the reveal is in the audit (rule C1).

    The first reveal after a release without an email is how the code reaches the driver, so the
    return window starts then (rule D5). Raises `Missing`, `Invalid` on `reason`, `SealBroken`.
    """
    reason = clean_reason(reason)
    async with work(actor, bells) as doing:
        case = await open_case_of_boot(boot_id)
        if case is not None:
            await take_turn([case.vehicle_id])
            case = await open_case_of_boot(boot_id)
        row = await Boot.select(Boot.sealed_code).where(Boot.id == boot_id).first()
        if row is None:
            raise Missing
        code = vault.open(boot_id, row["sealed_code"])
        if case is not None and _is_handed_over(case):
            await _note_code_reached(doing, case)
        await doing.record("reveal_code", "boot", boot_id, reason=reason)
    return code


def _is_handed_over(case: Case) -> bool:
    return (
        case.boot_status is BootStatus.released
        and not case.release_email
        and case.code_reached_at is None
    )


async def _note_code_reached(doing: Work, case: Case) -> None:
    times = Times(case.released_at or doing.at, case.return_due_at or doing.at, case.remind_at)
    await code_reached(doing, case.assignment_id, times)
    doing.touch(case.boot_id)
