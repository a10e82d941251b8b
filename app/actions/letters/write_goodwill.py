"""Write to the payer that some of the payment goes back: as goodwill, or paid a second time."""

from piccolo.columns.combination import And, Where

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import GoodwillLetter, PaidTwiceLetter
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.money.payment_ways import PaymentWay
from app.rules.money.refund_reasons import GOODWILL, PAID_TWICE
from app.rules.outbox.letters import LetterKind, goodwill_refund
from app.rules.violations.plates import mask_plate
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund


async def write_goodwill(facts: MailFacts, desk: Stationery) -> GoodwillLetter:
    """The goodwill refund that its cause names, or the second payment's (rules D4, P5).

    Tickets that this payment did pay are not named in the letter about a second payment. Raises
    `Missing` when the payment has no such refund.
    """
    del desk  # no link and no code in it
    twice = facts.kind is LetterKind.paid_twice
    named = Refund.id == (goodwill_refund(facts.message_id) or 0)
    meant = Refund.reason == PAID_TWICE if twice else named & Refund.reason.like(f"{GOODWILL}:%")
    refund = (
        await Refund.select(Refund.amount_cents, Refund.currency, Refund.payment.method)
        .where(Refund.payment == facts.payment_id, meant)
        .first()
    )
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
    letter = PaidTwiceLetter if twice else GoodwillLetter
    return letter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=refund["currency"],
        amount_cents=refund["amount_cents"],
        by_card=refund["payment.method"] == PaymentWay.card.value,
        ticket_numbers=tuple(line["violation.number"] for line in lines),
        masked_plate=mask_plate(lines[0]["violation.vehicle.plate"]),
    )
