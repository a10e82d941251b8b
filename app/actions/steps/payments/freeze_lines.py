"""Write down what a payment asks for each ticket."""

from collections.abc import Collection

from app.reads.violations.dues import OwingViolation
from app.tables.money.payment_line import PaymentLine


async def freeze_lines(payment_id: int, tickets: Collection[OwingViolation]) -> None:
    """One line a ticket, with its amounts of today (rule M8); `tickets` is not empty."""
    await PaymentLine.insert(
        *(
            PaymentLine(
                payment=payment_id,
                violation=ticket.id,
                fine_cents=ticket.due.fine_cents,
                discount_cents=ticket.due.discount_cents,
                late_cents=ticket.due.late_cents,
                deposit_cents=ticket.due.deposit_cents,
                due_cents=ticket.due.due_cents,
            )
            for ticket in tickets
        )
    )
