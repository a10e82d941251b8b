"""Find the checkout that this browser has open for the very same lines."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from app.actions.steps.checkouts.frozen import Frozen, order_lines
from app.reads.pay.cart import Door
from app.reads.violations.dues import OwingViolation
from app.rules.money.payment_states import PaymentStatus
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine

# A reused checkout must leave time to type a card number.
WORTH_REUSING = timedelta(minutes=3)


async def own_checkout(
    door: Door,
    tickets: Collection[OwingViolation],
    *,
    email: str,
    payer_hash: str,
    language: str,
    at: datetime,
) -> Frozen | None:
    """The newest one with equal lines and email, or None (rule P3).

    Its page stays as it was opened; what is mailed later is in the `language` read now (rule S11).
    """
    rows = (
        await Payment.select(
            Payment.id,
            Payment.reference,
            Payment.amount_cents,
            Payment.currency,
            Payment.expires_at,
            Payment.checkout_url,
            Payment.language,
        )
        .where(
            Payment.vehicle == door.vehicle_id,
            Payment.payer_hash == payer_hash,
            Payment.status == PaymentStatus.started.value,
            Payment.email == email,
            Payment.flag != "wrong_money",
            Payment.expires_at > at + WORTH_REUSING,
        )
        .order_by(Payment.id, ascending=False)
    )
    if not rows:
        return None
    asked = {(ticket.id, ticket.due.due_cents) for ticket in tickets}
    lines = await _lines([row["id"] for row in rows])
    for row in rows:
        if lines[row["id"]] == asked:
            if row["checkout_url"] and row["language"] != language:
                await Payment.update({Payment.language: language}).where(Payment.id == row["id"])
            return Frozen(
                payment_id=row["id"],
                reference=row["reference"],
                amount_cents=row["amount_cents"],
                currency=row["currency"],
                expires_at=row["expires_at"],
                lines=order_lines(tickets, row["language"]),
                language=row["language"],
                url=row["checkout_url"],
            )
    return None


async def _lines(payment_ids: list[int]) -> dict[int, set[tuple[int, int]]]:
    rows = await PaymentLine.select(
        PaymentLine.payment, PaymentLine.violation, PaymentLine.due_cents
    ).where(PaymentLine.payment.is_in(payment_ids))
    lines: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for row in rows:
        lines[row["payment"]].add((row["violation"], row["due_cents"]))
    return lines
