"""Write to the payer what became of the deposit."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import RefundLetter, TakenOff
from app.reads.boots.current_label import current_label
from app.reads.pay.payer.case_link import case_link
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.money.deposits import DEDUCTION_WORDS, DeductionKind
from app.rules.money.payment_ways import PaymentWay
from app.rules.violations.plates import mask_plate
from app.tables.money.deposit_decision import DepositDecision
from app.tables.money.deposit_deduction import DepositDeduction
from app.tables.money.payment import Payment
from app.wordbook import translate


async def write_refund(facts: MailFacts, desk: Stationery) -> RefundLetter:
    """What was paid, each deduction with its reason, what goes back (rule D3).

    Raises `Missing` when nothing was decided, or the payer's address is another by now.
    """
    decision = (
        await DepositDecision.select().where(DepositDecision.payment == facts.payment_id).first()
    )
    one = Payment
    payment = (
        await one.select(
            one.reference,
            one.link_version,
            one.email,
            one.currency,
            one.method,
            one.boot_assignment.boot,
            one.boot_assignment._.boot._.name,
            one.boot_assignment._.violation._.vehicle._.plate,
        )
        .where(one.id == facts.payment_id)
        .first()
    )
    if decision is None or payment is None:
        raise Missing
    if facts.recipient != payment["email"]:
        raise Missing  # changed since it was queued: the link of now is the payer's (rule P13)
    lines = (
        await DepositDeduction.select()
        .where(DepositDeduction.decision == decision["id"])
        .order_by(DepositDeduction.id)
    )
    boot_id = payment["boot_assignment.boot"]
    label = await current_label(boot_id) if boot_id else None
    settings = await system_settings()
    return RefundLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=payment["currency"],
        paid_cents=decision["paid_cents"],
        refund_cents=decision["refund_cents"],
        lines=tuple(
            TakenOff(
                translate(facts.language, DEDUCTION_WORDS[DeductionKind(line["kind"])]),
                translate(facts.language, line["reason"]),
                line["amount_cents"],
            )
            for line in lines
        ),
        by_card=payment["method"] == PaymentWay.card.value,
        decided_at=decision["decided_at"],
        masked_plate=mask_plate(payment["boot_assignment.violation.vehicle.plate"] or ""),
        case_url=case_link(
            desk.base_url,
            label.token if label else "",
            (payment["reference"], payment["link_version"]),
            desk.signer.sign,
        ),
        boot_name=payment["boot_assignment.boot.name"],
    )
