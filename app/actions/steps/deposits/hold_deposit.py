"""A deposit that had left our hands is ours to hold again."""

from app.actions.steps.deposits.boot_is_out import boot_is_out
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine


async def hold_deposit(doing: Work, payment_id: int) -> None:
    """Held while the boot is out, due once it is back or lost: what the books have (rule D2)."""
    row, status = Payment.id == payment_id, Payment.deposit_status
    await win_move(Payment, row, status, DEPOSIT_MOVES[DepositVerb.refund_failed])
    await win_move(Payment, row, status, DEPOSIT_MOVES[DepositVerb.hold])
    lines = await PaymentLine.select(PaymentLine.violation).where(
        PaymentLine.payment == payment_id,
        PaymentLine.kept.eq(True),
        PaymentLine.deposit_cents > 0,
    )
    out = await boot_is_out([line["violation"] for line in lines])
    verb = DepositVerb.hold_again if out else DepositVerb.fall_due
    await win_move(Payment, row, status, DEPOSIT_MOVES[verb])
    await Payment.update({Payment.deposit_cents: await _in_the_books(payment_id)}).where(row)
    await doing.record("hold_deposit", "payment", payment_id)


async def _in_the_books(payment_id: int) -> int:
    deposits, sums = LedgerAccount.DEPOSITS.value, 0
    for row in await LedgerEntry.select(
        LedgerEntry.debit, LedgerEntry.credit, LedgerEntry.amount_cents
    ).where(LedgerEntry.payment == payment_id):
        sums += row["amount_cents"] if row["credit"] == deposits else 0
        sums -= row["amount_cents"] if row["debit"] == deposits else 0
    return int(sums)
