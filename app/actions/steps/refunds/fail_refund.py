"""A refund did not reach the payer: staff see it, and the books say that it is still owed."""

from typing import Any

from piccolo.columns import Column

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.refunds.cause_of_refund import cause_of_refund
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.rules.money.payment_ways import PaymentWay, money_account
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund


async def fail_refund(
    doing: Work, refund_id: int, why: str, *, came_back_as: str | None = None
) -> bool:
    """Move it to failed (rule P10); False when there was nothing to move.

    `came_back_as` is the provider's name of the refund when a notice says so: that also ends one
    that was done, or that it knows before we have noted sending it. What was booked goes back to
    OWED_BACK. One that was paid out at the counter stays done.
    """
    row = await Refund.select().where(Refund.id == refund_id).first()
    if row is None or row["paid_out_by"] is not None:
        # Handed over at the counter after it failed: the late news is about the card.
        return False
    one = Refund.id == refund_id
    error: dict[Column | str, Any] = {Refund.last_error: why, Refund.done_at: None}
    step = REFUND_MOVES[RefundVerb.fail]
    sent = Refund.status == RefundStatus.sent.value
    booked = False
    if came_back_as is not None:
        error[Refund.provider_ref] = came_back_as
        wanted = Refund.status == RefundStatus.wanted.value
        await win_move(Refund, one & wanted, Refund.status, REFUND_MOVES[RefundVerb.send])
        done = Refund.status == RefundStatus.done.value
        booked = await win_move(Refund, one & done, Refund.status, step, error)
        # Of another amount and waiting to be closed: that amount is here again, so all is owed.
        stuck = Refund.last_error.like(f"{RefundStatus.done}:%")
        again = (
            await Refund.update({Refund.last_error: why})
            .where(one, Refund.status == RefundStatus.failed.value, stuck)
            .returning(Refund.id)
        )
        if again:
            await doing.record("fail_refund", "refund", refund_id)
            return True
    if not booked and not await win_move(Refund, one & sent, Refund.status, step, error):
        return False
    if booked:
        await enter_ledger(
            doing,
            money_account(PaymentWay(row["way"])),
            LedgerAccount.OWED_BACK,
            row["amount_cents"],
            row["currency"],
            cause=await cause_of_refund("refund_failed", refund_id),
            payment_id=row["payment"],
        )
    await doing.record("fail_refund", "refund", refund_id)
    await _show_on_dashboards(doing, row["payment"])
    return True


async def _show_on_dashboards(doing: Work, payment_id: int) -> None:
    """Open screens count the failed refunds; they ask again when a boot has changed."""
    row = await Payment.select(Payment.boot_assignment.boot).where(Payment.id == payment_id).first()
    if row and row["boot_assignment.boot"]:
        doing.touch(row["boot_assignment.boot"])
