"""A small town with staff, offences, twelve boots in every state, and tickets on the street."""

import json

from app.actions.boots.add_boot import add_boot
from app.actions.boots.take_out import take_out
from app.actions.staff.add_staff import add_staff
from app.actions.steps.boots.clean_boot import BootFacts
from app.actions.steps.work import Bells, work
from app.demo.cast import BOOTS, OFFENCES, PEOPLE, SETTINGS, STREET, Person
from app.demo.street import Supplies, park
from app.gateways.vault import Vault
from app.rules.boots.states import BootStatus, OutReason
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.boots.boot import Boot
from app.tables.boots.drop_off import DropOff
from app.tables.people.staff import Staff
from app.tables.records.audit_event import AuditEvent
from app.tables.records.setting import Setting
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory

SETUP = Actor(name="demonstration", origin="demonstration")
BEGUN = "begin_town"
COMPLETE = "complete_town"
WORN_OUT = (("Blue Boot 11", OutReason.maintenance), ("Blue Boot 12", OutReason.retired))


async def fill_town(bells: Bells, vault: Vault) -> bool:
    """Fill the database unless somebody else lives in it; True when it was filled or finished.

    Everything goes through the same actions as in real life, so its history is real too. The
    audit says when the town was begun and when it was complete: one that was interrupted in
    between is finished by the next call, which passes over what is there.
    """
    done = {
        row["verb"]
        for row in await AuditEvent.select(AuditEvent.verb).where(
            AuditEvent.verb.is_in([BEGUN, COMPLETE])
        )
    }
    if COMPLETE in done or (BEGUN not in done and await Staff.count() > 0):
        return False
    if BEGUN not in done:
        await _note(BEGUN, bells)
    await _settings_and_place()
    people = {person.role: await _person(person, bells) for person in PEOPLE}
    offences = await _offences()
    boots = await _boots(people[Role.admin], bells, vault)
    supplies = Supplies(people, offences, boots)
    for position, parked in enumerate(STREET, start=1):
        await park(position, parked, supplies, bells)
    for name, reason in WORN_OUT:
        if await Boot.exists().where(
            Boot.id == boots[name], Boot.status == BootStatus.available.value
        ):
            await take_out(
                people[Role.admin], bells, boots[name], out_reason=reason, reason="Worn jaw"
            )
    await _note(COMPLETE, bells)
    return True


async def _note(verb: str, bells: Bells) -> None:
    async with work(SETUP, bells) as doing:
        await doing.record(verb, "town", 1)


async def _settings_and_place() -> None:
    for key, value in SETTINGS.items():
        if not await Setting.exists().where(Setting.key == key):
            await Setting.insert(Setting(key=key, value=json.dumps(value)))
    if await DropOff.count() == 0:
        await DropOff.insert(
            DropOff(
                name="Marlow Parking Office",
                address="1 Market Square, rear entrance",
                hours="Return box open day and night",
                active=True,
            )
        )


async def _person(person: Person, bells: Bells) -> Actor:
    known = await Staff.select(Staff.id).where(Staff.email == person.email).first()
    staff_id = (
        known["id"]
        if known
        else await add_staff(
            SETUP,
            bells,
            name=person.name,
            email=person.email,
            password=person.password,
            role=person.role,
        )
    )
    return Actor(name=person.name, staff_id=staff_id, role=person.role, origin="demonstration")


async def _boots(admin: Actor, bells: Bells, vault: Vault) -> dict[str, int]:
    ids = {row["name"]: row["id"] for row in await Boot.select(Boot.id, Boot.name)}
    for name, code in BOOTS:
        if name not in ids:
            facts = BootFacts(name=name, code=code, model="Claw 3")
            ids[name] = await add_boot(admin, bells, vault, facts)
    return ids


async def _offences() -> dict[str, int]:
    known = await OffenceType.select(OffenceType.id, OffenceType.description)
    ids = {row["description"]: row["id"] for row in known}
    for category, types in OFFENCES.items():
        category_id = await _category(category)
        for offence in types:
            if offence.description in ids:
                continue
            rows = await OffenceType.insert(
                OffenceType(
                    category=category_id,
                    description=offence.description,
                    fine_cents=offence.fine_cents,
                    apply_boot=offence.apply_boot,
                    discount_kind=offence.discount_kind,
                    discount_value=offence.discount_value,
                    late_cents=offence.late_cents,
                    description_fr=offence.description_fr,
                    active=True,
                )
            ).returning(OffenceType.id)
            ids[offence.description] = rows[0]["id"]
    return ids


async def _category(name: str) -> int:
    known = await TicketCategory.select(TicketCategory.id).where(TicketCategory.name == name)
    if not known:
        known = await TicketCategory.insert(TicketCategory(name=name, active=True)).returning(
            TicketCategory.id
        )
    return int(known[0]["id"])
