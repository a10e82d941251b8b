"""What of a payment's money became ours and has not gone back."""

from collections import Counter

from app.rules.money.ledger import LedgerAccount
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment


async def kept_money(payment_id: int) -> dict[LedgerAccount, int]:
    """Cents in fines, late amounts and forfeited deposits, in that order (rule D4).

    A discount is in the fines but never came in. A deposit held or due is not ours: it is decided
    by itself. What the payer's bank took back is nowhere here.
    """
    own = await Payment.select(Payment.currency).where(Payment.id == payment_id).first()
    sums: Counter[str] = Counter()
    for row in await LedgerEntry.select(
        LedgerEntry.debit, LedgerEntry.credit, LedgerEntry.amount_cents
    ).where(
        LedgerEntry.payment == payment_id,
        LedgerEntry.currency == (own["currency"] if own else ""),
    ):
        sums[row["credit"]] += row["amount_cents"]
        sums[row["debit"]] -= row["amount_cents"]
    left = {
        LedgerAccount.FINES: sums[LedgerAccount.FINES] + sums[LedgerAccount.DISCOUNTS],
        LedgerAccount.LATE: sums[LedgerAccount.LATE],
        LedgerAccount.FORFEITED: sums[LedgerAccount.FORFEITED],
    }
    return {account: max(cents, 0) for account, cents in left.items()}
