"""Write the notice of a ticket to the vehicle's owner: never the release code."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.clock import local_day
from app.gateways.mail.letters import Line, NoticeLetter
from app.reads.boots.current_label import current_label
from app.reads.settings.system_settings import system_settings
from app.reads.violations.dues import owing_of_vehicle
from app.rules.errors import Missing
from app.rules.violations.numbers import ticket_text
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.street.violation import Violation
from app.wordbook import called


async def write_notice(facts: MailFacts, desk: Stationery) -> NoticeLetter:
    """What is charged, where and how to pay (rule V14). Raises `Missing` once nothing is owed."""
    one = Violation
    row = (
        await one.select(*one.all_columns(), one.vehicle.plate)
        .where(one.id == facts.violation_id)
        .first()
    )
    if row is None:
        raise Missing
    settings = await system_settings()
    day = local_day(row["issued_at"], settings.time_zone)
    owing = [t for t in await owing_of_vehicle(row["vehicle"], day) if t.id == row["id"]]
    if not owing:
        raise Missing
    boot = (
        await BootAssignment.select(BootAssignment.boot, BootAssignment.boot.name)
        .where(BootAssignment.violation == row["id"], BootAssignment.closed_at.is_null())
        .first()
    )
    label = await current_label(boot["boot"]) if boot else None
    return NoticeLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=row["currency"],
        ticket_number=ticket_text(row["number"], row["pin"]),
        plate=row["vehicle.plate"],
        place=row["place"],
        issued_at=row["issued_at"],
        lines=tuple(
            Line(called(facts.language, item.description, item.description_fr), item.due_cents)
            for item in owing[0].items
        ),
        total_cents=owing[0].due.due_cents,
        deposit_cents=owing[0].due.deposit_cents,
        pay_url=f"{desk.base_url}/b/{label.token}" if label else f"{desk.base_url}/pay",
        boot_name=boot["boot.name"] if boot else None,
        discount_until_on=row["discount_until_on"],
        overdue_on=row["overdue_after_on"],
    )
