"""The bank gives a disputed payment back to us: it pays its tickets again where they still owe."""

from collections import Counter

from app.actions.steps.assignments.expire_checkouts import expire_checkouts
from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.deposits.hold_deposit import hold_deposit
from app.actions.steps.deposits.take_of_deposit import take_of_deposit
from app.actions.steps.judge_release import judge_release
from app.actions.steps.outside_refunds.outside_reason import REFUNDED_OUTSIDE
from app.actions.steps.outside_refunds.taken_from import taken_from
from app.actions.steps.payments.cancel_promises import cancel_promises
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.refund_reasons import DISPUTE_WON, MADE_OUTSIDE
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.states import VIOLATION_MOVES, ViolationVerb
from app.tables.money.dispute import Dispute
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation

_DISPUTES = LedgerAccount.DISPUTES


async def win_dispute(
    doing: Work, payment_id: int, dispute_id: int, settings: SystemSettings
) -> bool:
    """Take the money in again (rule P12); False when the dispute is closed already.

    The vehicle's turn is held. A ticket that somebody else paid meanwhile, or that is void, needs
    it no more: its part is owed back.
    """
    won = (
        await Dispute.update({Dispute.status: "won", Dispute.closed_at: doing.at})
        .where(Dispute.id == dispute_id, Dispute.status == "open")
        .returning(Dispute.amount_cents, Dispute.currency)
    )
    if not won:
        return False
    currency = won[0]["currency"]
    await enter_ledger(
        doing,
        LedgerAccount.CARD_MONEY,
        _DISPUTES,
        won[0]["amount_cents"],
        currency,
        cause=f"dispute_won:{dispute_id}",
        payment_id=payment_id,
    )
    paid = await _pay_again(doing, payment_id)
    over_cents, deposit_cents, short = await _fill_accounts(
        doing, payment_id, dispute_id, paid, currency
    )
    over_cents = min(over_cents, await _left(payment_id))
    if over_cents > 0:
        await _owe_back(doing, payment_id, dispute_id, over_cents, currency)
    if deposit_cents:
        await hold_deposit(doing, payment_id)
    await _settle_refunds(doing, payment_id, currency)
    outside = await Refund.exists().where(
        Refund.payment == payment_id,
        Refund.reason.like(f"{MADE_OUTSIDE}:%"),
        Refund.status == "done",
    )
    flag = "short" if short else REFUNDED_OUTSIDE if outside else ""
    await Payment.update({Payment.flag: flag}).where(Payment.id == payment_id)
    await doing.record("win_dispute", "payment", payment_id)
    vehicles = await PaymentLine.select(PaymentLine.violation.vehicle).where(
        PaymentLine.payment == payment_id
    )
    await judge_release(doing, {row["violation.vehicle"] for row in vehicles}, settings)
    return True


async def _left(payment_id: int) -> int:
    """What may still go back of the capture."""
    row = (
        await Payment.select(Payment.captured_cents, Payment.refunded_cents)
        .where(Payment.id == payment_id)
        .first()
    )
    return int(row["captured_cents"] - row["refunded_cents"]) if row else 0


async def _pay_again(doing: Work, payment_id: int) -> set[int]:
    """The tickets that the dispute had reopened and this payment pays again."""
    paid = set()
    step = VIOLATION_MOVES[ViolationVerb.settle]
    facts = {Violation.paid_at: doing.at, Violation.disputed_at: None}
    for row in await LedgerEntry.select(LedgerEntry.violation).where(
        LedgerEntry.payment == payment_id, LedgerEntry.violation.is_not_null()
    ):
        ticket = row["violation"]
        if ticket in paid:
            continue
        if await win_move(Violation, Violation.id == ticket, Violation.status, step, facts):
            await PaymentLine.update({PaymentLine.kept: True}).where(
                PaymentLine.payment == payment_id, PaymentLine.violation == ticket
            )
            paid.add(ticket)
            await expire_checkouts(doing, ticket)
    if paid:
        await cancel_promises(doing, paid)
    # One whose fine had gone back already was not reopened, and is paid by this payment still.
    never_reopened = await PaymentLine.select(PaymentLine.violation).where(
        PaymentLine.payment == payment_id, PaymentLine.kept.eq(True)
    )
    return paid | {row["violation"] for row in never_reopened}


async def _fill_accounts(
    doing: Work, payment_id: int, dispute_id: int, paid: set[int], currency: str
) -> tuple[int, int, bool]:
    """Undo what the dispute moved; returns cents owed back, cents of deposit, whether short."""
    over = deposit = 0
    there: Counter[str] = Counter()
    short = False
    rows = (
        await LedgerEntry.select()
        .where(LedgerEntry.cause.like(f"dispute:{dispute_id}:%"))
        .order_by(LedgerEntry.id)
    )
    for row in sorted(rows, key=lambda row: row["violation"] is None):
        taken = row["credit"] == _DISPUTES
        cents = row["amount_cents"] if taken else -row["amount_cents"]
        account = row["debit"] if taken else row["credit"]
        # What went back at the provider before is missing where the ticket's money would be.
        gone = row["violation"] is None and not taken and there[account] < row["amount_cents"]
        if gone or (row["violation"] is not None and row["violation"] not in paid):
            over += cents
            continue
        there[account] += cents
        deposit += cents if account == LedgerAccount.DEPOSITS else 0
        short = short or account == LedgerAccount.CREDITED
        await enter_ledger(
            doing,
            LedgerAccount(row["credit"]),
            LedgerAccount(row["debit"]),
            row["amount_cents"],
            currency,
            cause=f"un{row['cause']}",
            payment_id=payment_id,
            violation_id=row["violation"],
        )
    return over, deposit, short


async def _owe_back(
    doing: Work, payment_id: int, dispute_id: int, cents: int, currency: str
) -> None:
    await enter_ledger(
        doing,
        _DISPUTES,
        LedgerAccount.OWED_BACK,
        cents,
        currency,
        cause=f"dispute_owed:{dispute_id}",
        payment_id=payment_id,
    )
    await Payment.update({Payment.credited_cents: Payment.credited_cents - cents}).where(
        Payment.id == payment_id
    )
    await want_refund(doing, payment_id, f"{DISPUTE_WON}:{dispute_id}", cents)


async def _settle_refunds(doing: Work, payment_id: int, currency: str) -> None:
    """What was refunded at the provider during the dispute comes from where it would have."""
    rows = await LedgerEntry.select().where(
        LedgerEntry.payment == payment_id,
        LedgerEntry.debit == _DISPUTES.value,
        LedgerEntry.cause.like("refund:%"),
    )
    for row in rows:
        for account, cents in await taken_from(payment_id, row["amount_cents"]):
            if account is LedgerAccount.DEPOSITS:
                await take_of_deposit(doing, payment_id, cents)
            await enter_ledger(
                doing,
                account,
                _DISPUTES,
                cents,
                currency,
                cause=f"un{row['cause']}:{account}",
                payment_id=payment_id,
            )
