"""Every promise of cash or cheque that still stands."""

from dataclasses import dataclass
from datetime import date, datetime

from app.reads.violations.dues import dues_of
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.emails import mask_email
from app.rules.violations.states import OWING
from app.tables.money.payment_line import PaymentLine


@dataclass(frozen=True)
class OpenPromise:
    """`due_cents` is what its tickets owe today; `email` is masked."""

    payment_id: int
    vehicle_id: int
    plate: str
    email: str
    numbers: tuple[str, ...]
    promised_at: datetime
    due_cents: int
    currency: str


async def open_promises(today: date) -> tuple[OpenPromise, ...]:
    """Oldest first (rule P7); two statements."""
    one = PaymentLine
    rows = (
        await one.select(
            one.payment,
            one.payment.email,
            one.payment.started_at,
            one.payment.currency,
            one.violation,
            one.violation.number,
            one.violation.vehicle,
            one.violation._.vehicle._.plate,
        )
        .where(
            one.payment.status == PaymentStatus.promised.value,
            one.violation.status.is_in([status.value for status in OWING]),
        )
        .order_by(one.payment, one.violation)
    )
    dues = await dues_of({row["violation"] for row in rows}, today)
    found = []
    for payment_id in dict.fromkeys(row["payment"] for row in rows):
        lines = [row for row in rows if row["payment"] == payment_id]
        found.append(
            OpenPromise(
                payment_id=payment_id,
                vehicle_id=lines[0]["violation.vehicle"],
                plate=lines[0]["violation.vehicle.plate"],
                email=mask_email(lines[0]["payment.email"]),
                numbers=tuple(row["violation.number"] for row in lines),
                promised_at=lines[0]["payment.started_at"],
                due_cents=sum(dues[row["violation"]].due_cents for row in lines),
                currency=lines[0]["payment.currency"],
            )
        )
    return tuple(found)
