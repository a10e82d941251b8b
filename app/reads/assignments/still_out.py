"""A boot that its driver still has to bring back, as a reminder tells of it."""

from dataclasses import dataclass
from datetime import datetime

from app.rules.money.payment_states import DepositStatus
from app.rules.money.payment_ways import PaymentWay
from app.tables.boots.boot_assignment import BootAssignment

# Whoever has the deposit back, or has lost it, waits for nothing any more.
_OUT = """
SELECT a.release_email, a.return_due_at, a.remind_at, a.code_reached_at, b.name AS boot_name,
    l.token, v.number, v.currency, c.plate, p.id AS payment, p.language, p.method,
    p.deposit_cents, p.deposit_status, p.reference, p.link_version
FROM boot_assignment a JOIN boot b ON b.id = a.boot
    JOIN violation v ON v.id = a.violation JOIN vehicle c ON c.id = v.vehicle
    LEFT JOIN boot_label l ON l.boot = b.id AND l.replaced_at IS NULL
    LEFT JOIN payment p ON p.id = a.release_payment_id
WHERE a.id = {} AND b.status = 'released' AND a.closed_at IS NULL AND a.returned_at IS NULL
    AND a.reported_returned_at IS NULL
    AND COALESCE(p.deposit_status, 'none') NOT IN ('refunded', 'partly_refunded', 'forfeited')
"""


@dataclass(frozen=True)
class StillOut:
    """A released boot. `email` is where the code went, "" for none; cents of `currency`.

    `payment` is the id, our reference and the version of its links, None where nobody paid;
    `deposit_cents` what is held of it. `language` is the payer's, None where nobody paid.
    """

    boot_name: str
    label_token: str
    ticket_number: str
    plate: str
    currency: str
    return_due_at: datetime
    remind_at: datetime | None
    code_reached: bool
    email: str
    language: str | None
    payment: tuple[int, str, int] | None
    deposit_cents: int
    by_card: bool


async def still_out(assignment_id: int) -> StillOut | None:
    """None once the boot is back, reported back, lost, or its deposit decided (rule D9)."""
    rows = await BootAssignment.raw(_OUT, assignment_id)
    if not rows:
        return None
    row = rows[0]
    paid = row["payment"] is not None
    held = row["deposit_status"] == DepositStatus.held
    return StillOut(
        boot_name=row["boot_name"],
        label_token=row["token"] or "",
        ticket_number=row["number"],
        plate=row["plate"],
        currency=row["currency"],
        return_due_at=row["return_due_at"],
        remind_at=row["remind_at"],
        code_reached=row["code_reached_at"] is not None,
        email=row["release_email"],
        language=row["language"],
        payment=(row["payment"], row["reference"], row["link_version"]) if paid else None,
        deposit_cents=row["deposit_cents"] if held else 0,
        by_card=row["method"] == PaymentWay.card.value,
    )
