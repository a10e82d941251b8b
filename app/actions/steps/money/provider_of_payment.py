"""Which provider a payment came by."""

from app.rules.errors import Missing
from app.tables.money.payment import Payment


async def provider_of_payment(payment_id: int) -> str:
    """The provider's stored name. Raises `Missing`."""
    row = await Payment.select(Payment.provider).where(Payment.id == payment_id).first()
    if row is None:
        raise Missing
    return str(row["provider"])
