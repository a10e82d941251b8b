"""What an administrator may still send back of a payment beyond its deposit."""

from dataclasses import dataclass

from app.reads.refunds.kept_money import kept_money
from app.rules.errors import Missing
from app.rules.money.payment_ways import PaymentWay
from app.tables.money.payment import Payment


@dataclass(frozen=True)
class GoodwillRoom:
    """`most_cents` can go back besides a deposit held or due; `refunded_cents` went already."""

    reference: str
    currency: str
    by_card: bool
    captured_cents: int
    refunded_cents: int
    most_cents: int


async def goodwill_room(payment_id: int) -> GoodwillRoom:
    """Of a settled payment (rule D4). Raises `Missing`."""
    row = (
        await Payment.select()
        .where(Payment.id == payment_id, Payment.settled_at.is_not_null())
        .first()
    )
    if row is None:
        raise Missing
    return GoodwillRoom(
        reference=row["reference"],
        currency=row["currency"],
        by_card=row["method"] == PaymentWay.card.value,
        captured_cents=row["captured_cents"],
        refunded_cents=row["refunded_cents"],
        most_cents=sum((await kept_money(payment_id)).values()),
    )
