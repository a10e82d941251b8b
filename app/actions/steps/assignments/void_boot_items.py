"""Nobody buys a deposit for a boot in the store (rule D10)."""

from app.actions.steps.assignments.expire_checkouts import expire_checkouts
from app.actions.steps.assignments.void_debt import void_debt
from app.actions.steps.work import Work
from app.rules.violations.states import OWING
from app.rules.wording import N_
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem

BOOT_IS_BACK = N_("The boot is back and nothing else was charged.")


async def void_boot_items(doing: Work, violation_id: int) -> None:
    """The unpaid Apply Boot items of the ticket become void; a ticket left empty does too."""
    owing = await Violation.exists().where(
        Violation.id == violation_id,
        Violation.status.is_in([status.value for status in OWING]),
    )
    if not owing:
        return
    voided = (
        await ViolationItem.update({ViolationItem.void_at: doing.at})
        .where(
            ViolationItem.violation == violation_id,
            ViolationItem.apply_boot.eq(True),
            ViolationItem.void_at.is_null(),
        )
        .returning(ViolationItem.id)
    )
    if not voided:
        return
    await doing.record(
        "void_boot_items",
        "violation",
        violation_id,
        after={"items": [row["id"] for row in voided]},
    )
    something_left = await ViolationItem.exists().where(
        ViolationItem.violation == violation_id, ViolationItem.void_at.is_null()
    )
    if something_left:
        await expire_checkouts(doing, violation_id)
    else:
        await void_debt(doing, violation_id, BOOT_IS_BACK)
