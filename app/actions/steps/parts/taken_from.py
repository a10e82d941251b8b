"""Which accounts of a payment a refund made at the provider was taken from."""

from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositVerb
from app.tables.money.dispute import Dispute
from app.tables.money.payment import Payment


async def taken_from(payment_id: int, cents: int) -> tuple[tuple[LedgerAccount, int], ...]:
    """The deposit when it is exactly that, what was kept of a short payment, else the fines.

    With the last cent of the payment the deposit is gone too. While the payer's bank holds the
    payment, nothing of it lies there: then it adds to the dispute. The refund is reserved already.
    """
    if await Dispute.exists().where(Dispute.payment == payment_id, Dispute.status != "won"):
        return ((LedgerAccount.DISPUTES, cents),)
    row = (
        await Payment.select(
            Payment.deposit_cents,
            Payment.deposit_status,
            Payment.credited_cents,
            Payment.flag,
            Payment.captured_cents,
            Payment.refunded_cents,
        )
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None:
        return ((LedgerAccount.FINES, cents),)
    held = row["deposit_status"] in DEPOSIT_MOVES[DepositVerb.fall_due].sources | {"due"}
    deposit_cents = row["deposit_cents"]
    all_gone = row["refunded_cents"] >= row["captured_cents"] and cents > deposit_cents
    if held and (deposit_cents == cents or all_gone):
        deposit, rest = (LedgerAccount.DEPOSITS, deposit_cents), cents - deposit_cents
        return (deposit, (LedgerAccount.FINES, rest)) if rest else (deposit,)
    if row["flag"] == "short" and row["credited_cents"] >= cents:
        return ((LedgerAccount.CREDITED, cents),)
    return ((LedgerAccount.FINES, cents),)
