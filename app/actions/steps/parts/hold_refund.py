"""Hold a refund's row, and know which of its tries is the one under way."""

from app.tables.money.refund import Refund
from app.tables.records.audit_event import AuditEvent


async def hold_refund(refund_id: int) -> int:
    """How often staff had it sent again (rule P10); whoever does so next waits for us.

    What is said of an earlier try is no news: that try was over before the next one was made.
    """
    await Refund.update({Refund.status: Refund.status}).where(Refund.id == refund_id)
    return await AuditEvent.count().where(
        AuditEvent.subject == "refund",
        AuditEvent.subject_id == refund_id,
        AuditEvent.verb == "retry_refund",
    )
