"""Write one movement of money into the books."""

from app.actions.steps.work import Work
from app.db import ask
from app.rules.money.ledger import LedgerAccount

_ENTER = """
INSERT INTO ledger_entry (at, debit, credit, amount_cents, currency, payment, violation, cause)
VALUES ({}, {}, {}, {}, {}, {}, {}, {})
"""


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
    await ask(
        _ENTER,
        work.at,
        debit.value,
        credit.value,
        amount_cents,
        currency,
        payment_id,
        violation_id,
        cause,
    )
