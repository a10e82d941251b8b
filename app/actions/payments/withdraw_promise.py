"""A driver takes back the promise to bring cash or a cheque."""

from app.actions.steps.take_turn import take_turn
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, Work, work
from app.reads.pay.case import find_case
from app.rules.errors import Missing
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentStatus, PaymentVerb
from app.rules.people.actor import Actor
from app.rules.violations.states import VIOLATION_MOVES, ViolationVerb
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation import Violation


async def withdraw_promise(actor: Actor, bells: Bells, token: str, payer_hash: str) -> None:
    """Its tickets are unpaid again unless another promise stands on them (rules P7, V1).

    Only the browser that promised may; for any other, and the second time, nothing happens.
    Raises `Missing` for an unknown label.
    """
    async with work(actor, bells) as doing:
        case = await find_case(token)
        if case is None:
            raise Missing
        if case.on is None or not payer_hash:
            return
        await take_turn([case.on.vehicle_id])
        rows = await Payment.select(Payment.id).where(
            Payment.boot_assignment == case.on.assignment_id,
            Payment.payer_hash == payer_hash,
            Payment.status == PaymentStatus.promised.value,
        )
        for row in rows:
            await _withdraw(doing, row["id"])
        if rows:
            doing.touch(case.boot_id)


async def _withdraw(doing: Work, payment_id: int) -> None:
    step = PAYMENT_MOVES[PaymentVerb.cancel]
    if not await win_move(
        Payment, Payment.id == payment_id, Payment.status, step, {Payment.closed_at: doing.at}
    ):
        return
    await doing.record("withdraw_promise", "payment", payment_id)
    lines = await PaymentLine.select(PaymentLine.violation).where(PaymentLine.payment == payment_id)
    back = VIOLATION_MOVES[ViolationVerb.withdraw_promise]
    for violation_id in sorted(line["violation"] for line in lines):
        if not await _promised_elsewhere(violation_id):
            ticket = Violation.id == violation_id
            if await win_move(Violation, ticket, Violation.status, back):
                await doing.record("withdraw_promise", "violation", violation_id)


async def _promised_elsewhere(violation_id: int) -> bool:
    return await PaymentLine.exists().where(
        PaymentLine.violation == violation_id,
        PaymentLine.payment.status == PaymentStatus.promised.value,
    )
