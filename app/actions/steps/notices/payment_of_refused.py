"""Which payment a capture belongs to whose money was refused: only its refund knows it."""

from app.rules.money.refund_reasons import WRONG_MONEY
from app.tables.money.refund import Refund


async def payment_of_refused(provider: str, capture_ref: str) -> int:
    """The payment's id, 0 when no refused money has that name (rule P6)."""
    row = (
        await Refund.select(Refund.payment)
        .where(
            Refund.reason == WRONG_MONEY,
            Refund.capture_ref == capture_ref,
            Refund.payment.provider == provider,
        )
        .first()
    )
    return int(row["payment"]) if row else 0
