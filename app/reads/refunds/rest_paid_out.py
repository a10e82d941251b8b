"""What the office handed over of a card refund of which the provider had moved less."""

from app.rules.money.refund_reasons import REST_OF
from app.tables.money.refund import Refund


async def rest_paid_out(refund_id: int) -> int:
    """Cents, over all its tries (rule P10); 0 when the card brought everything."""
    first = f"{REST_OF}:{refund_id}"
    rows = await Refund.select(Refund.amount_cents).where(
        (Refund.reason == first) | Refund.reason.like(f"{first}-%")
    )
    return sum(row["amount_cents"] for row in rows)
