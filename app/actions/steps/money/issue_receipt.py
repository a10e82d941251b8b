"""Issue the receipt of a payment that paid something."""

from app.actions.steps.work import Work
from app.rules.money.fees import included_tax
from app.tables.money.receipt import Receipt


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
    rows = await Receipt.insert(
        Receipt(
            payment=payment_id,
            amount_cents=amount_cents,
            deposit_cents=deposit_cents,
            tax_cents=included_tax(amount_cents - deposit_cents, tax_rate_bp),
            tax_rate_bp=tax_rate_bp,
            currency=currency,
            issued_at=work.at,
        )
    ).returning(Receipt.id)
    return int(rows[0]["id"])
