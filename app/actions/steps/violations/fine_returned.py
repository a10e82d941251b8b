"""Which tickets of a payment were dismissed after they had been paid."""

from app.rules.money.refund_reasons import DISMISSED
from app.tables.money.ledger_entry import LedgerEntry


async def fine_returned(payment_id: int) -> list[int]:
    """Those whose fine went back, in ascending order (rule V15)."""
    rows = await LedgerEntry.select(LedgerEntry.violation).where(
        LedgerEntry.payment == payment_id, LedgerEntry.cause.like(f"{DISMISSED}:%")
    )
    return sorted({row["violation"] for row in rows})
