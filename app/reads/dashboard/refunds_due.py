"""How many deposits wait for a decision, their boots on the board or long gone from it."""

from app.rules.money.payment_states import DepositStatus
from app.tables.money.payment import Payment


async def refunds_due() -> int:
    """All deposits due (rules D2, L4): a boot made available leaves the board, its refund stays."""
    return int(await Payment.count().where(Payment.deposit_status == DepositStatus.due.value))
