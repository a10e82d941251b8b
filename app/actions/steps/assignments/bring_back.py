"""What follows from a boot being back, however it came back."""

from dataclasses import dataclass

from app.actions.steps.assignments.void_boot_items import void_boot_items
from app.actions.steps.deposits.deposit_falls_due import deposit_falls_due
from app.actions.steps.work import Work
from app.reads.assignments.case import Case
from app.reads.assignments.conditions import LONGEST_NOTE, ReturnCondition, kept_condition
from app.rules.errors import Invalid
from app.rules.wording import N_
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.boots.drop_off import DropOff


@dataclass(frozen=True)
class Return:
    """How and where a boot came back. `note` has at most 180 characters."""

    condition: ReturnCondition
    note: str = ""
    place_id: int | None = None


async def bring_back(doing: Work, case: Case, back: Return) -> None:
    """Keep condition and place, let the deposit fall due, void an unpaid deposit item.

    Rules B7, D2 and D10. The boot itself is moved by the caller. Raises `Invalid` on `note` and
    `place`.
    """
    place = await _place_name(back)
    await BootAssignment.update(
        {
            BootAssignment.returned_at: doing.at,
            BootAssignment.returned_by: doing.actor.staff_id,
            BootAssignment.return_condition: kept_condition(back.condition, back.note),
            BootAssignment.return_place: back.place_id,
        }
    ).where(BootAssignment.id == case.assignment_id)
    await deposit_falls_due(doing, case.violation_id)
    await void_boot_items(doing, case.violation_id)
    await doing.record(
        "mark_returned",
        "boot_assignment",
        case.assignment_id,
        after={"condition": kept_condition(back.condition, back.note), "place": place},
    )


async def _place_name(back: Return) -> str:
    if len(back.note) > LONGEST_NOTE:
        raise Invalid(fields={"note": N_("This is too long. Please shorten it.")})
    if back.place_id is None:
        return ""
    row = await DropOff.select(DropOff.name).where(DropOff.id == back.place_id).first()
    if row is None:
        raise Invalid(fields={"place": N_("Choose one of the places offered.")})
    return str(row["name"])
