"""News of a refund of money that was refused: it went back in its own currency."""

from app.actions.steps.notices.part_notice import PartNotice
from app.gateways.payments.provider import NoticeKind
from app.rules.money.refund_reasons import WRONG_MONEY
from app.tables.money.refund import Refund


async def of_wrong_money(payment_id: int, part: PartNotice) -> bool:
    """Whether it is about such a refund of ours, by our key or the provider's name (rule P6)."""
    if part.kind not in {NoticeKind.REFUNDED, NoticeKind.REFUND_FAILED}:
        return False
    named = (Refund.provider_ref == part.ref) & (Refund.provider_ref != "")
    return await Refund.exists().where(
        Refund.payment == payment_id,
        Refund.reason == WRONG_MONEY,
        Refund.currency == part.currency,
        (Refund.id == (part.own_refund_id or 0)) | named,
    )
