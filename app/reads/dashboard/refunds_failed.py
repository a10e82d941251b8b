"""How many refunds did not reach their payer and wait for somebody."""

from app.rules.money.payment_states import RefundStatus
from app.rules.money.refund_reasons import MADE_OUTSIDE
from app.tables.money.refund import Refund


async def refunds_failed() -> int:
    """Those the list of refunds calls failed (rule P10); one statement, by an index.

    Not kept with the drawn board: a refund need not have a boot whose change would draw it anew.
    """
    return int(
        await Refund.count().where(
            Refund.status == RefundStatus.failed.value,
            Refund.reason.not_like(f"{MADE_OUTSIDE}:%"),
        )
    )
