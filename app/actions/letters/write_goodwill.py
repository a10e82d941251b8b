"""Write to the payer that some of the payment goes back as goodwill."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import GoodwillLetter
from app.reads.refunds.goodwill import GOODWILL
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.money.payment_ways import PaymentWay
from app.rules.outbox.letters import goodwill_refund
from app.rules.violations.plates import mask_plate
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund


async def write_goodwill(facts: MailFacts, desk: Stationery) -> GoodwillLetter:
    """The one that its cause names (rule D4). Raises `Missing` when the payment has no such."""
    del desk  # no link and no code in it
    refund = (
        await Refund.select(Refund.amount_cents, Refund.currency, Refund.payment.method)
        .where(
            Refund.id == (goodwill_refund(facts.message_id) or 0),
            Refund.payment == facts.payment_id,
            Refund.reason.like(f"{GOODWILL}:%"),
        )
        .first()
    )
    lines = (
        await PaymentLine.select(
            PaymentLine.violation.number, PaymentLine.violation._.vehicle._.plate
        )
        .where(PaymentLine.payment == facts.payment_id)
        .order_by(PaymentLine.violation)
    )
    if refund is None or not lines:
        raise Missing
    settings = await system_settings()
    return GoodwillLetter(
        organisation=letterhead(settings),
        time_zone=settings.time_zone,
        currency=refund["currency"],
        amount_cents=refund["amount_cents"],
        by_card=refund["payment.method"] == PaymentWay.card.value,
        ticket_numbers=tuple(line["violation.number"] for line in lines),
        masked_plate=mask_plate(lines[0]["violation.vehicle.plate"]),
    )
