"""Write one movement of money into the books."""

from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.tables.money.ledger_entry import LedgerEntry


async def enter_ledger(
    work: Work,
    debit: LedgerAccount,
    credit: LedgerAccount,
    amount_cents: int,
    currency: str,
    *,
    cause: str,
    payment_id: int | None = None,
    violation_id: int | None = None,
) -> None:
    """Add the entry `cause`; nothing moves for 0 cents.

    Raises `Taken` when that movement is in the books already: each is entered once (rule M9).
    """
    if amount_cents == 0:
        return
    await LedgerEntry.insert(
        LedgerEntry(
            at=work.at,
            debit=debit.value,
            credit=credit.value,
            amount_cents=amount_cents,
            currency=currency,
            payment=payment_id,
            violation=violation_id,
            cause=cause,
        )
    )
