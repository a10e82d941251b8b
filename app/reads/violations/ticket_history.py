"""What happened with one ticket: audit and payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from piccolo.columns.combination import And, Or

from app.reads.boots.history import EVENT_WORDS, Event
from app.rules.money.payment_states import PAYMENT_WORDS, PaymentStatus
from app.rules.wording import N_
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment_line import PaymentLine
from app.tables.records.audit_event import AuditEvent

LONGEST = 200
TICKET_WORDS: Mapping[str, str] = MappingProxyType(
    {
        **EVENT_WORDS,
        "write_violation": N_("Written"),
        "void_violation": N_("Declared void"),
        "void_boot_items": N_("The boot's charge was taken off"),
        "decide_debt": N_("Decided about the debt"),
        "put_under_review": N_("Put under review"),
        "decide_review": N_("Review decided"),
        "reopen_violation": N_("The payer's bank took the money back: owed again"),
    }
)


@dataclass(frozen=True)
class TicketPayment:
    """A payment of this ticket; `amount_cents` is the ticket's part, words are msgids."""

    payment_id: int
    at: datetime
    text: str
    status: str
    amount_cents: int


async def ticket_history(violation_id: int) -> tuple[Event, ...]:
    """The audit of the ticket and its boot assignments, newest first, at most 200 lines."""
    cases = await BootAssignment.select(BootAssignment.id, BootAssignment.boot.name).where(
        BootAssignment.violation == violation_id
    )
    about: And | Or = And(AuditEvent.subject == "violation", AuditEvent.subject_id == violation_id)
    if cases:
        about = Or(
            about,
            And(
                AuditEvent.subject == "boot_assignment",
                AuditEvent.subject_id.is_in([case["id"] for case in cases]),
            ),
        )
    rows = (
        await AuditEvent.select(
            AuditEvent.at,
            AuditEvent.verb,
            AuditEvent.subject,
            AuditEvent.subject_id,
            AuditEvent.reason,
            AuditEvent.staff.name,
        )
        .where(about, AuditEvent.verb.is_in(list(TICKET_WORDS)))
        .order_by(AuditEvent.id, ascending=False)
        .limit(LONGEST)
    )
    boots = {case["id"]: case["boot.name"] for case in cases}
    return tuple(
        Event(
            at=row["at"],
            text=TICKET_WORDS[row["verb"]],
            who=row["staff.name"] or "",
            note=" · ".join(
                text
                for text in (
                    boots.get(row["subject_id"], "") if row["subject"] != "violation" else "",
                    row["reason"],
                )
                if text
            ),
        )
        for row in rows
    )


async def ticket_payments(violation_id: int) -> tuple[TicketPayment, ...]:
    """Every payment with a line for the ticket, newest first."""
    rows = (
        await PaymentLine.select(
            PaymentLine.due_cents,
            PaymentLine.payment,
            PaymentLine.payment.method,
            PaymentLine.payment.status,
            PaymentLine.payment.started_at,
            PaymentLine.payment.settled_at,
        )
        .where(PaymentLine.violation == violation_id)
        .order_by(PaymentLine.id, ascending=False)
    )
    return tuple(
        TicketPayment(
            payment_id=row["payment"],
            at=row["payment.settled_at"] or row["payment.started_at"],
            text=N_("Card") if row["payment.method"] == "card" else N_("Cash or cheque"),
            status=PAYMENT_WORDS[PaymentStatus(row["payment.status"])],
            amount_cents=row["due_cents"],
        )
        for row in rows
    )
