"""How often staff had a refund sent again: each try is another request to the provider."""

from app.tables.records.audit_event import AuditEvent


async def tries_of_refund(refund_id: int) -> int:
    """0 while only the first one was wanted (rule P10)."""
    return int(
        await AuditEvent.count().where(
            AuditEvent.subject == "refund",
            AuditEvent.subject_id == refund_id,
            AuditEvent.verb == "retry_refund",
        )
    )
