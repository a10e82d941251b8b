"""Which provider a payment came by."""

from app.db import ask
from app.rules.errors import Missing


async def provider_of_payment(payment_id: int) -> str:
    """The provider's stored name. Raises `Missing`."""
    rows = await ask("SELECT provider FROM payment WHERE id = {}", payment_id)
    if not rows:
        raise Missing
    return str(rows[0]["provider"])
