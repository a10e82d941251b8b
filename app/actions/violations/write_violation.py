"""Write a ticket and, with it, issue a boot: one transaction, once per form."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.steps.move_boot import move_boot
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.violations.charge import Charge, charges_for
from app.actions.steps.violations.entry import Entry, checked
from app.actions.steps.violations.register import Ticket, register
from app.actions.steps.work import Bells, Work, work
from app.clock import now
from app.db import ask
from app.reads.settings.system_settings import system_settings
from app.rules.boots.states import BootVerb, check_move
from app.rules.errors import (
    AlreadySaved,
    BootkeeperError,
    BootTaken,
    Conflict,
    Invalid,
    NotAllowed,
    Taken,
)
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation

# A PIN that makes a compact form which exists already is drawn again (rule V8).
TRIES = 8

# Written out, because an officer waits beside the car (target P2).
_VEHICLE = """
INSERT INTO vehicle (plate, region, plate_type, make, colour, turn, created_at)
VALUES ({}, {}, {}, {}, {}, 0, {})
ON CONFLICT (plate, region, plate_type) DO UPDATE SET turn = vehicle.turn + 1,
    make = CASE WHEN excluded.make = '' THEN vehicle.make ELSE excluded.make END,
    colour = CASE WHEN excluded.colour = '' THEN vehicle.colour ELSE excluded.colour END
RETURNING id, turn
"""
_ITEMS = """
INSERT INTO violation_item
    (violation, offence_type, description, description_fr, fine_cents, apply_boot, discount_kind,
    discount_value, late_cents)
VALUES """
_ITEM = "({}, {}, {}, {}, {}, {}, {}, {}, {})"
_ISSUE = """
INSERT INTO boot_assignment
    (boot, violation, require_overdue, issued_by, issued_at, release_basis, release_reason,
    release_email, return_condition, close_reason)
VALUES ({}, {}, {}, {}, {}, '', '', '', '', '') RETURNING id
"""


@dataclass(frozen=True)
class Written:
    """The saved ticket; `already_saved`: it was there before this call."""

    violation_id: int
    number: str
    pin: str
    assignment_id: int | None
    already_saved: bool


async def write_violation(actor: Actor, bells: Bells, entry: Entry) -> Written:
    """Save a new ticket with its items and, for Apply Boot, its boot (rules V11, B2, B3).

    The same entry under the same form key comes back as saved. Raises `Invalid` with fields,
    `BootTaken` when somebody else was first, `AlreadySaved` (params `violation_id`, `number`)
    when the key holds another entry.
    """
    if actor.staff_id is None:
        raise NotAllowed
    entry = checked(entry, now())
    digest = entry.digest(actor.staff_id)
    for _ in range(TRIES):
        try:
            return await _write(actor, actor.staff_id, bells, entry, digest)
        except BootkeeperError as refusal:
            # Whatever refuses a repeated form, its first copy has already been answered.
            saved = await _saved(entry.form_key, digest)
            if saved is not None:
                return saved
            if _another_try_helps(refusal):
                continue
            if isinstance(refusal, Conflict) and entry.boot_id is not None:
                raise await _boot_taken(entry.boot_id) from refusal
            raise
    raise Conflict(next_step=N_("Nothing was saved. Please save it once more."))


def _another_try_helps(refusal: BootkeeperError) -> bool:
    """True when number or PIN clashed with an older ticket; False when the boot was taken."""
    return isinstance(refusal, Taken) and "assignment" not in refusal.what


async def _write(actor: Actor, officer_id: int, bells: Bells, entry: Entry, digest: str) -> Written:
    settings = await system_settings()
    charges = await charges_for(entry.offence_type_ids, entry.boot_id, settings)
    if entry.boot_id is not None:
        await _refuse_lost_boot(entry.boot_id)
    async with work(actor, bells) as doing:
        issued_at = entry.issued_at or doing.at
        vehicle_id, is_new = await _vehicle_in_turn(entry, doing)
        ticket = await register(
            entry, digest, settings, vehicle_id=vehicle_id, officer_id=officer_id, at=issued_at
        )
        await _copy_charges(ticket.violation_id, charges)
        assignment_id = None
        if entry.boot_id is not None:
            # A car seen for the first time wears no boot of ours.
            if not (is_new or entry.confirm_second_boot):
                await _refuse_second_boot(vehicle_id)
            assignment_id = await _issue(
                doing, entry.boot_id, ticket.violation_id, settings, issued_at
            )
        await doing.record(
            "write_violation",
            "violation",
            ticket.violation_id,
            after=_facts(ticket, vehicle_id, charges, entry.boot_id, assignment_id),
        )
        if entry.owner_email:
            # The notice, never the code (rule V14).
            await queue_mail(
                doing,
                LetterKind.notice,
                entry.owner_email,
                cause=f"notice-{ticket.violation_id}",
                language=settings.language,
                violation_id=ticket.violation_id,
            )
    return Written(
        violation_id=ticket.violation_id,
        number=ticket.number,
        pin=ticket.pin,
        assignment_id=assignment_id,
        already_saved=False,
    )


async def _vehicle_in_turn(entry: Entry, doing: Work) -> tuple[int, bool]:
    """Find or add the car; the same statement takes its turn (rules V4, R1). True: it is new."""
    rows = await ask(
        _VEHICLE,
        entry.plate,
        entry.region,
        entry.plate_type,
        entry.make,
        entry.colour,
        doing.at,
    )
    return int(rows[0]["id"]), rows[0]["turn"] == 0


async def _copy_charges(violation_id: int, charges: tuple[Charge, ...]) -> None:
    """What the ticket says of its offences stays as it is, whatever becomes of the types."""
    values = [value for charge in charges for value in charge.copied(violation_id)]
    await ask(_ITEMS + ", ".join([_ITEM] * len(charges)), *values)


async def _issue(
    doing: Work, boot_id: int, violation_id: int, settings: SystemSettings, issued_at: datetime
) -> int:
    rows = await ask(
        _ISSUE,
        boot_id,
        violation_id,
        settings.require_overdue_paid,
        doing.actor.staff_id,
        issued_at,
    )
    await move_boot(doing, boot_id, BootVerb.write_violation)
    return int(rows[0]["id"])


async def _refuse_lost_boot(boot_id: int) -> None:
    """Most losers learn it here, before they take a number; the guarded move decides the rest."""
    rows = await ask("SELECT status FROM boot WHERE id = {}", boot_id)
    if not rows:
        raise Invalid(fields={"boot": N_("Choose one of the boots offered.")})
    check_move(BootVerb.write_violation, rows[0]["status"])


async def _refuse_second_boot(vehicle_id: int) -> None:
    """Ask for an explicit confirmation while a boot is still on the car (rule V13)."""
    other = (
        await BootAssignment.select(BootAssignment.boot.name)
        .where(
            BootAssignment.violation.vehicle == vehicle_id,
            BootAssignment.closed_at.is_null(),
            BootAssignment.returned_at.is_null(),
        )
        .first()
    )
    if other is not None:
        raise Invalid(
            fields={
                "confirm_second_boot": N_(
                    "{boot} is on this car already. Confirm that you are putting on a second one."
                )
            },
            params={"boot": other["boot.name"]},
        )


async def _saved(form_key: str, digest: str) -> Written | None:
    row = (
        await Violation.select(Violation.id, Violation.number, Violation.pin, Violation.form_digest)
        .where(Violation.form_key == form_key)
        .first()
    )
    if row is None:
        return None
    if row["form_digest"] != digest:
        raise AlreadySaved(params={"violation_id": row["id"], "number": row["number"]})
    assignment = (
        await BootAssignment.select(BootAssignment.id)
        .where(BootAssignment.violation == row["id"])
        .order_by(BootAssignment.id, ascending=False)
        .first()
    )
    return Written(
        violation_id=row["id"],
        number=row["number"],
        pin=row["pin"],
        assignment_id=assignment["id"] if assignment else None,
        already_saved=True,
    )


async def _boot_taken(boot_id: int) -> BootTaken:
    """Who was first, in words; without an open assignment the boot was taken out of use."""
    boot = await Boot.select(Boot.name).where(Boot.id == boot_id).first()
    name = boot["name"] if boot else ""
    first = (
        await BootAssignment.select(BootAssignment.issued_by.name)
        .where(BootAssignment.boot == boot_id, BootAssignment.closed_at.is_null())
        .first()
    )
    if first is None:
        return BootTaken(
            N_("{boot} is not available any more; choose another."), params={"boot": name}
        )
    return BootTaken(params={"boot": name, "officer": first["issued_by.name"]})


def _facts(
    ticket: Ticket,
    vehicle_id: int,
    charges: tuple[Charge, ...],
    boot_id: int | None,
    assignment_id: int | None,
) -> dict[str, object]:
    return {
        "number": ticket.number,
        "vehicle": vehicle_id,
        "offence_types": [charge.offence_type_id for charge in charges],
        "fine_cents": sum(charge.fine_cents for charge in charges),
        "boot": boot_id,
        "assignment": assignment_id,
    }
