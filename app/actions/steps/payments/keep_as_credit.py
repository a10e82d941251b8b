"""Keep a payment that brought less than was asked."""

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.tables.money.payment import Payment


async def keep_as_credit(
    work: Work, payment_id: int, cents: int, currency: str, money: LedgerAccount
) -> None:
    """Credit it to the payer; it releases nothing and the page says what is missing (rule P4)."""
    await enter_ledger(
        work,
        money,
        LedgerAccount.CREDITED,
        cents,
        currency,
        cause=f"short:{payment_id}",
        payment_id=payment_id,
    )
    await Payment.update({Payment.flag: "short", Payment.credited_cents: cents}).where(
        Payment.id == payment_id
    )
    await work.record("settle_payment", "payment", payment_id, after={"short_cents": cents})
