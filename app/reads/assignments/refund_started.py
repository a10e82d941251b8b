"""Whether money for a ticket's deposit is already on its way back."""

from app.rules.money.payment_states import DepositStatus
from app.rules.money.refund_reasons import DEPOSIT
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund

_DECIDED = (DepositStatus.refunded, DepositStatus.partly_refunded, DepositStatus.forfeited)


async def refund_started(violation_id: int) -> bool:
    """True once the deposit was decided or its refund was ever wanted (rule B7).

    A failed refund counts too: it may be sent again.
    """
    line = (
        await PaymentLine.select(PaymentLine.payment, PaymentLine.payment.deposit_status)
        .where(PaymentLine.violation == violation_id, PaymentLine.kept.eq(True))
        .first()
    )
    if line is None:
        return False
    if line["payment.deposit_status"] in {status.value for status in _DECIDED}:
        return True
    return await Refund.exists().where(Refund.payment == line["payment"], Refund.reason == DEPOSIT)
