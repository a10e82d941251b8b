"""A refund made at the provider failed there: the money is with us again."""

from typing import Any

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.deposits.hold_deposit import hold_deposit
from app.actions.steps.notices.part_notice import PartNotice
from app.actions.steps.outside_refunds.outside_reason import REFUNDED_OUTSIDE, outside_reason
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.rules.money.refund_reasons import MADE_OUTSIDE
from app.tables.money.deposit_decision import DepositDecision
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund

CAME_BACK = "refund_failed"


async def undo_outside_refund(doing: Work, payment_id: int, part: PartNotice) -> bool:
    """End it failed, whichever of the two notices came first (rule P10); False for a repeat."""
    reason = outside_reason(part.ref)
    row = (
        await Refund.select(Refund.id)
        .where(Refund.payment == payment_id, Refund.reason == reason)
        .first()
    )
    if row is None:
        await _note_failed(doing, payment_id, part, reason)
        return True
    step = REFUND_MOVES[RefundVerb.fail]
    error = {Refund.last_error: CAME_BACK, Refund.done_at: None}
    if not await win_move(Refund, Refund.id == row["id"], Refund.status, step, error):
        return False
    await _give_back(doing, payment_id, row["id"])
    others = await Refund.exists().where(
        Refund.payment == payment_id,
        Refund.reason.like(f"{MADE_OUTSIDE}:%"),
        Refund.status == RefundStatus.done.value,
    )
    if not others:
        await Payment.update({Payment.flag: ""}).where(
            Payment.id == payment_id, Payment.flag == REFUNDED_OUTSIDE
        )
    await doing.record("fail_refund", "refund", row["id"])
    return True


async def _note_failed(doing: Work, payment_id: int, part: PartNotice, reason: str) -> None:
    payment = await Payment.select(Payment.capture_ref).where(Payment.id == payment_id).first()
    await Refund.insert(
        Refund(
            payment=payment_id,
            reason=reason,
            capture_ref=(payment["capture_ref"] if payment else "") or "",
            currency=part.currency,
            amount_cents=part.cents,
            status=RefundStatus.failed.value,
            provider_ref=part.ref,
            last_error=CAME_BACK,
            wanted_at=doing.at,
        )
    )


async def _give_back(doing: Work, payment_id: int, refund_id: int) -> None:
    first = LedgerEntry.cause == f"refund:{refund_id}"
    booked = (
        await LedgerEntry.select()
        .where(first | LedgerEntry.cause.like(f"refund:{refund_id}:%"))
        .order_by(LedgerEntry.id)
    )
    # A deposit that was decided without this part is not decided again: then the part is ours.
    decided = await DepositDecision.exists().where(DepositDecision.payment == payment_id)
    for account, cents, currency in [one for entry in booked for one in await _homes(entry)]:
        ours = account is LedgerAccount.DEPOSITS and decided
        home = LedgerAccount.FORFEITED if ours else account
        await enter_ledger(
            doing,
            LedgerAccount.CARD_MONEY,
            home,
            cents,
            currency,
            cause=f"refund_failed:{refund_id}:{account}",
            payment_id=payment_id,
        )
        await Payment.update({Payment.refunded_cents: Payment.refunded_cents - cents}).where(
            Payment.id == payment_id
        )
        if home is LedgerAccount.DEPOSITS:
            await hold_deposit(doing, payment_id)
        if home is LedgerAccount.CREDITED:
            await Payment.update({Payment.credited_cents: Payment.credited_cents + cents}).where(
                Payment.id == payment_id
            )


async def _homes(entry: dict[str, Any]) -> list[tuple[LedgerAccount, int, str]]:
    """Where it was taken from; of a dispute won since then, from where its win took it."""
    moved = (
        await LedgerEntry.select()
        .where(
            LedgerEntry.payment == entry["payment"],
            LedgerEntry.cause.like(f"un{entry['cause']}:%"),
        )
        .order_by(LedgerEntry.id)
    )
    return [
        (LedgerAccount(one["debit"]), one["amount_cents"], one["currency"])
        for one in moved or [entry]
    ]
