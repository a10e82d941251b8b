"""Issue the receipt of a payment that paid something."""

from app.actions.steps.work import Work
from app.db import ask
from app.rules.money.fees import included_tax

_ISSUE = """
INSERT INTO receipt
    (payment, amount_cents, deposit_cents, tax_cents, tax_rate_bp, currency, issued_at, paper)
VALUES ({}, {}, {}, {}, {}, {}, {}, '') RETURNING id
"""


async def issue_receipt(
    work: Work,
    payment_id: int,
    *,
    amount_cents: int,
    deposit_cents: int,
    currency: str,
    tax_rate_bp: int,
) -> int:
    """Freeze what the receipt says; returns its number (rules M9, M10).

    `amount_cents` is what was kept, `deposit_cents` the part of it that comes back. Raises
    `Taken` when the payment has its receipt.
    """
    rows = await ask(
        _ISSUE,
        payment_id,
        amount_cents,
        deposit_cents,
        included_tax(amount_cents - deposit_cents, tax_rate_bp),
        tax_rate_bp,
        currency,
        work.at,
    )
    return int(rows[0]["id"])
