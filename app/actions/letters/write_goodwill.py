"""Write to the payer that some of the payment goes back: as goodwill, or paid a second time."""

from piccolo.columns.combination import And, Where

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import GoodwillLetter
from app.reads.refunds.goodwill import GOODWILL
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.money.payment_ways import PaymentWay
from app.rules.money.refund_reasons import PAID_TWICE
from app.rules.outbox.letters import LetterKind
from app.rules.violations.plates import mask_plate
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund

_REASONS = {LetterKind.goodwill: f"{GOODWILL}:%", LetterKind.paid_twice: PAID_TWICE}


async def write_goodwill(facts: MailFacts, desk: Stationery) -> GoodwillLetter:
    """The payment's newest refund of the letter's kind (rules D4, P5).

    Tickets that this payment did pay are not named in the letter about a second payment. Raises
    `Missing` when there is no such refund.
    """
    del desk  # no link and no code in it
    refund = (
        await Refund.select(Refund.amount_cents, Refund.currency, Refund.payment.method)
        .where(Refund.payment == facts.payment_id, Refund.reason.like(_REASONS[facts.kind]))
        .order_by(Refund.id, ascending=False)
        .first()
    )
    twice = facts.kind is LetterKind.paid_twice
    about: Where | And = PaymentLine.payment == facts.payment_id
    if twice:
        about = about & PaymentLine.kept.eq(False)
    lines = (
        await PaymentLine.select(
            PaymentLine.violation.number, PaymentLine.violation._.vehicle._.plate
        )
        .where(about)
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
        paid_twice=twice,
    )
