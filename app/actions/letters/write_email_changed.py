"""Write to a payment's old address that mails go elsewhere now."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import EmailChangedLetter
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.violations.plates import mask_plate
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


async def write_email_changed(facts: MailFacts, desk: Stationery) -> EmailChangedLetter:
    """Calm, and without code, link or the new address (rule P13). Raises `Missing`."""
    del desk  # nothing is opened or signed for whoever reads this
    one = Payment
    row = (
        await one.select(one.currency, one.boot_assignment._.boot._.name)
        .where(one.id == facts.payment_id)
        .first()
    )
    line = (
        await PaymentLine.select(PaymentLine.violation._.vehicle._.plate)
        .where(PaymentLine.payment == facts.payment_id)
        .first()
    )
    if row is None or line is None:
        raise Missing
    settings = await system_settings()
    return EmailChangedLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=row["currency"],
        masked_plate=mask_plate(line["violation.vehicle.plate"]),
        boot_name=row["boot_assignment.boot.name"],
    )
