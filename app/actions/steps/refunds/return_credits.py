"""Send back what was kept of short payments, once their tickets need it no more."""

from collections.abc import Collection

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.work import Work
from app.db import ask, in_list
from app.rules.money.ledger import LedgerAccount
from app.rules.money.refund_reasons import SHORT
from app.rules.violations.states import OWING
from app.tables.money.payment import Payment

SHORT_BACK = "short_back"

_SHORT = """
SELECT l.payment, v.status
FROM payment_line l JOIN payment p ON p.id = l.payment JOIN violation v ON v.id = l.violation
WHERE p.flag = {} AND v.vehicle IN (...)
"""


async def return_credits(work: Work, vehicle_ids: Collection[int]) -> None:
    """Return each kept credit whose tickets are all paid or void by now (rules P4, M9).

    Call it with the vehicles' turns taken, after whatever may have ended a debt.
    """
    if not vehicle_ids:
        return
    rows = await ask(in_list(_SHORT, len(vehicle_ids)), SHORT, *vehicle_ids)
    waiting = {row["payment"] for row in rows if row["status"] in OWING}
    for payment_id in sorted({row["payment"] for row in rows} - waiting):
        await _return(work, payment_id)


async def _return(work: Work, payment_id: int) -> None:
    kept = (
        await Payment.select(Payment.credited_cents, Payment.currency)
        .where(Payment.id == payment_id)
        .first()
    )
    if kept is None:
        return
    won = (
        await Payment.update({Payment.flag: SHORT_BACK, Payment.credited_cents: 0})
        .where(Payment.id == payment_id, Payment.flag == SHORT)
        .returning(Payment.id)
    )
    if not won or not kept["credited_cents"]:
        return
    await enter_ledger(
        work,
        LedgerAccount.CREDITED,
        LedgerAccount.OWED_BACK,
        kept["credited_cents"],
        kept["currency"],
        cause=f"{SHORT_BACK}:{payment_id}",
        payment_id=payment_id,
    )
    await want_refund(work, payment_id, SHORT, kept["credited_cents"])
