"""Let one action at a time judge the vehicles whose tickets a payment was made for."""

from app.actions.steps.take_turn import take_turn
from app.tables.money.payment_line import PaymentLine


async def take_payment_turn(payment_id: int) -> None:
    """Hold the turns of its vehicles; always the first lock of an action (see `take_turn`)."""
    lines = await PaymentLine.select(PaymentLine.violation.vehicle).where(
        PaymentLine.payment == payment_id
    )
    await take_turn(line["violation.vehicle"] for line in lines)
