"""A small town with staff, offences, twelve boots in every state, and tickets on the street."""

import json
import secrets
from datetime import datetime, timedelta

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.bring_back import Return
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.add_boot import add_boot
from app.actions.boots.clean_boot import BootFacts
from app.actions.boots.mark_lost import mark_lost
from app.actions.boots.take_out import take_out
from app.actions.staff.add_staff import add_staff
from app.actions.steps.work import Bells
from app.actions.violations.entry import Entry
from app.actions.violations.write_violation import write_violation
from app.clock import now
from app.demo.cast import BOOTS, OFFENCES, PEOPLE, SETTINGS, STREET, Parked
from app.gateways.vault import Vault
from app.reads.assignments.conditions import ReturnCondition
from app.rules.access import Role
from app.rules.actor import Actor
from app.rules.boot_states import OutReason
from app.rules.release import DebtChoice, ReleaseBasis
from app.rules.ticket_numbers import new_pin
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.boots.drop_off import DropOff
from app.tables.people.staff import Staff
from app.tables.records.setting import Setting
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory

SETUP = Actor(name="demonstration", origin="demonstration")


async def fill_town(bells: Bells, vault: Vault) -> bool:
    """Fill the database unless somebody lives in it already; True when it was filled.

    Everything goes through the same actions as in real life, so its history is real too.
    """
    if await Staff.count() > 0:
        return False
    for key, value in SETTINGS.items():
        await Setting.insert(Setting(key=key, value=json.dumps(value)))
    await DropOff.insert(
        DropOff(
            name="Marlow Parking Office",
            address="1 Market Square, rear entrance",
            hours="Return box open day and night",
            active=True,
        )
    )
    people = {}
    for person in PEOPLE:
        staff_id = await add_staff(
            SETUP,
            bells,
            name=person.name,
            email=person.email,
            password=person.password,
            role=person.role,
        )
        people[person.role] = Actor(
            name=person.name, staff_id=staff_id, role=person.role, origin="demonstration"
        )
    offences = await _offences()
    boots = {
        name: await add_boot(
            people[Role.admin], bells, vault, BootFacts(name=name, code=code, model="Claw 3")
        )
        for name, code in BOOTS
    }
    for parked in STREET:
        await _park(parked, people, offences, boots, bells)
    for name, reason in (
        ("Blue Boot 11", OutReason.maintenance),
        ("Blue Boot 12", OutReason.retired),
    ):
        await take_out(people[Role.admin], bells, boots[name], out_reason=reason, reason="Worn jaw")
    return True


async def _offences() -> dict[str, int]:
    ids = {}
    for category, types in OFFENCES.items():
        made = await TicketCategory.insert(TicketCategory(name=category, active=True)).returning(
            TicketCategory.id
        )
        for offence in types:
            rows = await OffenceType.insert(
                OffenceType(
                    category=made[0]["id"],
                    description=offence.description,
                    fine_cents=offence.fine_cents,
                    apply_boot=offence.apply_boot,
                    discount_kind=offence.discount_kind,
                    discount_value=offence.discount_value,
                    late_cents=offence.late_cents,
                    active=True,
                )
            ).returning(OffenceType.id)
            ids[offence.description] = rows[0]["id"]
    return ids


async def _park(
    parked: Parked,
    people: dict[Role, Actor],
    offences: dict[str, int],
    boots: dict[str, int],
    bells: Bells,
) -> None:
    at: datetime = now() - timedelta(hours=parked.hours_ago)
    written = await write_violation(
        people[Role.officer],
        bells,
        Entry(
            form_key=secrets.token_hex(16),
            plate=parked.plate,
            region="ON",
            make=parked.make,
            place=parked.place,
            happened_at=at,
            issued_at=at,
            offence_type_ids=tuple(offences[name] for name in parked.offences),
            boot_id=boots[parked.boot] if parked.boot else None,
            new_pin=(lambda _: parked.pin) if parked.pin else new_pin,
        ),
    )
    if written.assignment_id is None or parked.then == "issued":
        return
    if parked.then == "lost":
        await mark_lost(
            people[Role.office], bells, written.assignment_id, reason="Car and boot are gone"
        )
        return
    await authorise_release(
        people[Role.office],
        bells,
        written.assignment_id,
        Permit(basis=ReleaseBasis.authorised, reason="Paid at the counter", debt=DebtChoice.waived),
    )
    if parked.then == "returned":
        back = Return(condition=ReturnCondition.good)
        await mark_returned(people[Role.officer], bells, written.assignment_id, back)
    if parked.then == "late":
        # The one thing no action can do: let a deadline have passed.
        await BootAssignment.update(
            {BootAssignment.return_due_at: now() - timedelta(hours=3)}
        ).where(BootAssignment.id == written.assignment_id)
