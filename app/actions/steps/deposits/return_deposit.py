"""Send back a deposit that was paid for a boot which was never on the car."""

from typing import Any

from piccolo.columns import Column

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.rules.money.refund_reasons import NEVER_APPLIED
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


async def return_deposit(doing: Work, violation_id: int) -> None:
    """Refund the deposit part of the line that paid the ticket, if one did (rules B5, D2).

    The vehicle's turn is held. A payment that also holds another boot's deposit keeps that one.
    """
    line = (
        await PaymentLine.select(
            PaymentLine.payment,
            PaymentLine.deposit_cents,
            PaymentLine.payment.deposit_cents,
            PaymentLine.payment.currency,
        )
        .where(PaymentLine.violation == violation_id, PaymentLine.kept.eq(True))
        .first()
    )
    if line is None or line["deposit_cents"] == 0:
        return
    held_cents = line["payment.deposit_cents"]
    # Some of it may have gone back at the provider.
    cents = min(line["deposit_cents"], held_cents)
    move = DEPOSIT_MOVES[DepositVerb.refund_all]
    change: dict[Column | str, Any] = (
        {Payment.deposit_status: move.target.value}
        if held_cents <= cents
        else {Payment.deposit_cents: held_cents - cents}
    )
    won = (
        await Payment.update(change)
        .where(
            Payment.id == line["payment"],
            Payment.deposit_status.is_in([status.value for status in move.sources]),
        )
        .returning(Payment.id)
    )
    if not won:
        return
    await enter_ledger(
        doing,
        LedgerAccount.DEPOSITS,
        LedgerAccount.OWED_BACK,
        cents,
        line["payment.currency"],
        cause=f"{NEVER_APPLIED}:{line['payment']}:{violation_id}",
        payment_id=line["payment"],
        violation_id=violation_id,
    )
    await want_refund(doing, line["payment"], f"{NEVER_APPLIED}:{violation_id}", cents)
