"""Which account of a payment a refund made at the provider was taken from."""

from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.dispute import Dispute
from app.tables.money.payment import Payment


async def taken_from(payment_id: int, cents: int) -> LedgerAccount:
    """The deposit when it is exactly that, what was kept of a short payment, else the fines.

    While the payer's bank holds the payment, nothing of it lies there: then it adds to the dispute.
    """
    if await Dispute.exists().where(Dispute.payment == payment_id, Dispute.status != "won"):
        return LedgerAccount.DISPUTES
    row = (
        await Payment.select(
            Payment.deposit_cents, Payment.deposit_status, Payment.credited_cents, Payment.flag
        )
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None:
        return LedgerAccount.FINES
    held = row["deposit_status"] in DEPOSIT_MOVES[DepositVerb.fall_due].sources | {"due"}
    if held and row["deposit_cents"] == cents:
        return LedgerAccount.DEPOSITS
    if row["flag"] == "short" and row["credited_cents"] >= cents:
        return LedgerAccount.CREDITED
    return LedgerAccount.FINES
