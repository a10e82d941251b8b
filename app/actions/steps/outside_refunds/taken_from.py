"""Which accounts of a payment a refund made at the provider was taken from."""

from collections import Counter

from app.reads.refunds.kept_money import kept_money
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.dispute import Dispute
from app.tables.money.payment import Payment


async def taken_from(payment_id: int, cents: int) -> tuple[tuple[LedgerAccount, int], ...]:
    """The deposit when it is exactly that, what was kept of a short payment, else what is ours.

    What is more than that is taken from the deposit. While the payer's bank holds the payment,
    nothing of it lies there: then it adds to the dispute.
    """
    if await Dispute.exists().where(Dispute.payment == payment_id, Dispute.status != "won"):
        return ((LedgerAccount.DISPUTES, cents),)
    row = (
        await Payment.select(
            Payment.deposit_cents,
            Payment.deposit_status,
            Payment.credited_cents,
            Payment.flag,
        )
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None:
        return ((LedgerAccount.FINES, cents),)
    held = row["deposit_status"] in DEPOSIT_MOVES[DepositVerb.fall_due].sources | {"due"}
    deposit_cents = row["deposit_cents"] if held else 0
    if deposit_cents == cents:
        return ((LedgerAccount.DEPOSITS, cents),)
    if row["flag"] == "short" and row["credited_cents"] >= cents:
        return ((LedgerAccount.CREDITED, cents),)
    parts = Counter[LedgerAccount]()
    for account, there in (
        *(await kept_money(payment_id)).items(),
        (LedgerAccount.DEPOSITS, deposit_cents),
    ):
        parts[account] = min(there, cents - parts.total())
    parts[LedgerAccount.FINES] += cents - parts.total()
    return tuple((account, part) for account, part in parts.items() if part)
