"""The demonstration's cars: each gets its ticket, and its boot comes to where the cast says."""

from dataclasses import dataclass
from datetime import timedelta

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.mark_lost import mark_lost
from app.actions.steps.assignments.bring_back import Return
from app.actions.steps.violations.entry import Entry
from app.actions.steps.work import Bells
from app.actions.violations.write_violation import write_violation
from app.clock import now
from app.demo.cast import Parked
from app.reads.assignments.conditions import ReturnCondition
from app.rules.boots.release import DebtChoice, ReleaseBasis
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.rules.violations.numbers import new_pin
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation

LATE_BY = timedelta(hours=3)


@dataclass(frozen=True)
class Supplies:
    """Whom and what a ticket needs: staff by role, ids by name."""

    people: dict[Role, Actor]
    offences: dict[str, int]
    boots: dict[str, int]


async def park(position: int, parked: Parked, supplies: Supplies, bells: Bells) -> None:
    """Bring the car at `position` of the street to its place in the story.

    Takes up where an interrupted call left off; a second call changes nothing.
    """
    form_key = f"demonstration-town-{position:04}"
    if not await Violation.exists().where(Violation.form_key == form_key):
        await _write(form_key, parked, supplies, bells)
    case = (
        await BootAssignment.select(
            BootAssignment.id,
            BootAssignment.released_at,
            BootAssignment.returned_at,
            BootAssignment.closed_at,
        )
        .where(BootAssignment.violation.form_key == form_key)
        .first()
    )
    if case is None or parked.then == "issued" or case["closed_at"]:
        return
    office, officer = supplies.people[Role.office], supplies.people[Role.officer]
    if parked.then == "lost":
        await mark_lost(office, bells, case["id"], reason="Car and boot are gone")
        return
    if not case["released_at"]:
        permit = Permit(
            basis=ReleaseBasis.authorised,
            reason="The meter was broken",
            debt=DebtChoice.waived,
        )
        await authorise_release(office, bells, case["id"], permit)
    if parked.then == "returned" and not case["returned_at"]:
        back = Return(condition=ReturnCondition.good)
        await mark_returned(officer, bells, case["id"], back)
    if parked.then == "late":
        await _let_the_deadline_pass(case["id"])


async def _write(form_key: str, parked: Parked, supplies: Supplies, bells: Bells) -> None:
    at = now() - timedelta(hours=parked.hours_ago)
    await write_violation(
        supplies.people[Role.officer],
        bells,
        Entry(
            form_key=form_key,
            plate=parked.plate,
            region="ON",
            make=parked.make,
            place=parked.place,
            happened_at=at,
            issued_at=at,
            offence_type_ids=tuple(supplies.offences[name] for name in parked.offences),
            boot_id=supplies.boots[parked.boot] if parked.boot else None,
            new_pin=(lambda _: parked.pin) if parked.pin else new_pin,
        ),
    )


async def _let_the_deadline_pass(assignment_id: int) -> None:
    """The one thing no action can do; the release moves with it, a window ahead of the deadline."""
    times = await BootAssignment.select(
        BootAssignment.released_at, BootAssignment.return_due_at
    ).where(BootAssignment.id == assignment_id)
    window = times[0]["return_due_at"] - times[0]["released_at"]
    due_at = now() - LATE_BY
    await BootAssignment.update(
        {BootAssignment.return_due_at: due_at, BootAssignment.released_at: due_at - window}
    ).where(BootAssignment.id == assignment_id)
