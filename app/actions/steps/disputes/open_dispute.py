"""The payer's bank takes a payment back: its tickets are owed again."""

from app.actions.steps.assignments.void_boot_items import void_boot_items
from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.notices.part_notice import PartNotice
from app.actions.steps.violations.fine_returned import fine_returned
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.ledger import MONEY_ACCOUNTS, LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.rules.violations.states import VIOLATION_MOVES, ViolationVerb
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.dispute import Dispute
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.street.violation import Violation

DISPUTED = "disputed"
_ELSEWHERE = frozenset({*MONEY_ACCOUNTS, LedgerAccount.OWED_BACK, LedgerAccount.DISPUTES})


async def open_dispute(doing: Work, payment_id: int, part: PartNotice) -> bool:
    """Reopen what the payment paid and flag it (rule P12); False when that was done before.

    The vehicle's turn is held. No boot is moved: one that is released stays so.
    """
    opened = (
        await Dispute.insert(
            Dispute(
                payment=payment_id,
                provider=part.provider,
                provider_ref=part.ref,
                amount_cents=part.cents,
                currency=part.currency,
                status="open",
                opened_at=doing.at,
            )
        )
        .on_conflict(action="DO NOTHING", target=(Dispute.provider, Dispute.provider_ref))
        .returning(Dispute.id)
    )
    if not opened:
        return False
    dispute_id = int(opened[0]["id"])
    await _empty_accounts(doing, payment_id, dispute_id, part.currency)
    await enter_ledger(
        doing,
        LedgerAccount.DISPUTES,
        LedgerAccount.CARD_MONEY,
        part.cents,
        part.currency,
        cause=f"disputed:{dispute_id}",
        payment_id=payment_id,
    )
    take_back = DEPOSIT_MOVES[DepositVerb.take_back]
    await win_move(Payment, Payment.id == payment_id, Payment.deposit_status, take_back)
    await Payment.update({Payment.flag: DISPUTED}).where(Payment.id == payment_id)
    await _reopen(doing, payment_id)
    await doing.record("open_dispute", "payment", payment_id, after={"amount_cents": part.cents})
    return True


async def _empty_accounts(doing: Work, payment_id: int, dispute_id: int, currency: str) -> None:
    """Whatever the payment still has in an account moves to DISPUTES; a discount moves back."""
    stands: dict[tuple[int | None, str], int] = {}
    for row in await LedgerEntry.select().where(LedgerEntry.payment == payment_id):
        for account, cents in (
            (row["credit"], row["amount_cents"]),
            (row["debit"], -row["amount_cents"]),
        ):
            if account not in _ELSEWHERE:
                key = (row["violation"], account)
                stands[key] = stands.get(key, 0) + cents
    for (violation_id, account), cents in stands.items():
        here, there = LedgerAccount(account), LedgerAccount.DISPUTES
        await enter_ledger(
            doing,
            here if cents > 0 else there,
            there if cents > 0 else here,
            abs(cents),
            currency,
            cause=f"dispute:{dispute_id}:{account}:{violation_id or ''}",
            payment_id=payment_id,
            violation_id=violation_id,
        )


async def _reopen(doing: Work, payment_id: int) -> None:
    kept = (PaymentLine.payment == payment_id) & (PaymentLine.kept.eq(True))
    # Their fine went back before: the bank takes nothing of it, and nobody owes it again.
    dismissed = await fine_returned(payment_id)
    if dismissed:
        kept = kept & PaymentLine.violation.not_in(dismissed)
    lines = (
        await PaymentLine.update({PaymentLine.kept: False})
        .where(kept)
        .returning(PaymentLine.violation)
    )
    tickets = sorted(line["violation"] for line in lines)
    step = VIOLATION_MOVES[ViolationVerb.reopen]
    facts = {Violation.paid_at: None, Violation.disputed_at: doing.at}
    for ticket in tickets:
        if await win_move(Violation, Violation.id == ticket, Violation.status, step, facts):
            await doing.record("reopen_violation", "violation", ticket)
    cases = await BootAssignment.select(
        BootAssignment.boot,
        BootAssignment.violation,
        BootAssignment.returned_at,
    ).where(BootAssignment.violation.is_in(tickets or [0]))
    for case in cases:
        doing.touch(case["boot"])  # closed ones too: the dashboard counts the deposits due
        if case["returned_at"] is not None:
            await void_boot_items(doing, case["violation"])
