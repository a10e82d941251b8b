"""Write what a driver promised to bring: how much today, where, for which tickets."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.clock import local_day, now
from app.gateways.mail.letters import PromiseLetter, PromiseReminderLetter
from app.reads.boots.current_label import current_label
from app.reads.settings.system_settings import system_settings
from app.reads.violations.dues import dues_of
from app.rules.errors import Missing
from app.rules.money.payment_states import PaymentStatus
from app.rules.outbox.letters import LetterKind
from app.rules.violations.plates import mask_plate
from app.rules.violations.states import OWING
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


async def write_promise(facts: MailFacts, desk: Stationery) -> PromiseLetter:
    """The amount is of today, as it will be at the counter (rule P7).

    Raises `Missing` once the promise does not stand any more.
    """
    row = (
        await Payment.select(
            Payment.status, Payment.currency, Payment.boot_assignment, Payment.vehicle.plate
        )
        .where(Payment.id == facts.payment_id)
        .first()
    )
    if row is None or row["status"] != PaymentStatus.promised:
        raise Missing
    settings = await system_settings()
    lines = (
        await PaymentLine.select(PaymentLine.violation, PaymentLine.violation.number)
        .where(
            PaymentLine.payment == facts.payment_id,
            PaymentLine.violation.status.is_in([status.value for status in OWING]),
        )
        .order_by(PaymentLine.violation)
    )
    today = local_day(now(), settings.time_zone)
    dues = await dues_of([line["violation"] for line in lines], today)
    boot_name, pay_url = await _boot(row["boot_assignment"], desk)
    again = facts.kind is LetterKind.promise_reminder
    letter = PromiseReminderLetter if again else PromiseLetter
    return letter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=row["currency"],
        masked_plate=mask_plate(row["vehicle.plate"]),
        ticket_numbers=tuple(line["violation.number"] for line in lines),
        total_cents=sum(due.due_cents for due in dues.values()),
        pay_url=pay_url,
        boot_name=boot_name,
    )


async def _boot(assignment_id: int, desk: Stationery) -> tuple[str | None, str]:
    boot = (
        await BootAssignment.select(BootAssignment.boot, BootAssignment.boot.name)
        .where(BootAssignment.id == assignment_id)
        .first()
    )
    label = await current_label(boot["boot"]) if boot else None
    url = f"{desk.base_url}/b/{label.token}" if label else desk.base_url
    return (boot["boot.name"] if boot else None), url
