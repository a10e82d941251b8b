"""Hold a refund's row, so that no new try begins under our hands."""

from app.actions.steps.refunds.tries_of_refund import tries_of_refund
from app.tables.money.refund import Refund


async def hold_refund(refund_id: int) -> int:
    """How often it was sent again until now (rule P10); whoever does so next waits for us."""
    await Refund.update({Refund.status: Refund.status}).where(Refund.id == refund_id)
    return await tries_of_refund(refund_id)
