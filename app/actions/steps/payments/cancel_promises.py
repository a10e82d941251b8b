"""Cancel promises that have nothing left to pay."""

from collections.abc import Collection

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.db import ask, in_list
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentStatus, PaymentVerb
from app.rules.violations.states import OWING
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine

_PROMISES = """
SELECT DISTINCT l.payment FROM payment_line l JOIN payment p ON p.id = l.payment
WHERE p.status = {} AND l.violation IN (...) ORDER BY l.payment
"""


async def cancel_promises(work: Work, violation_ids: Collection[int]) -> None:
    """Each promise for these tickets whose tickets are all paid or void by now (rule P7).

    The vehicle's turn is held by the caller.
    """
    if not violation_ids:
        return
    rows = await ask(
        in_list(_PROMISES, len(violation_ids)), PaymentStatus.promised.value, *violation_ids
    )
    for payment_id in [row["payment"] for row in rows]:
        still_owed = await PaymentLine.exists().where(
            PaymentLine.payment == payment_id,
            PaymentLine.violation.status.is_in([status.value for status in OWING]),
        )
        if still_owed:
            continue
        row, step = Payment.id == payment_id, PAYMENT_MOVES[PaymentVerb.cancel]
        if await win_move(Payment, row, Payment.status, step, {Payment.closed_at: work.at}):
            await work.record(
                "cancel_payment",
                "payment",
                payment_id,
                before={"status": PaymentStatus.promised.value},
                after={"status": PaymentStatus.cancelled.value},
            )
