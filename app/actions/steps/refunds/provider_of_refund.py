"""Which provider the money of a refund came by."""

from app.rules.errors import Missing
from app.tables.money.refund import Refund


async def provider_of_refund(refund_id: int) -> str:
    """The name stored with the payment that is refunded. Raises `Missing`."""
    row = await Refund.select(Refund.payment.provider).where(Refund.id == refund_id).first()
    if row is None:
        raise Missing
    return str(row["payment.provider"])
