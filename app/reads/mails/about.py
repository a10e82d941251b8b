"""Which boot and which ticket a letter is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.tables.effects.mail import Mail
from app.tables.money.payment_line import PaymentLine

COLUMNS = (
    Mail.boot_assignment.boot,
    Mail.boot_assignment._.boot._.name,
    Mail.boot_assignment.violation,
    Mail.boot_assignment._.violation._.number,
    Mail.payment.boot_assignment,
    Mail.payment._.boot_assignment._.boot,
    Mail.payment._.boot_assignment._.boot._.name,
    Mail.violation.number,
)


@dataclass(frozen=True)
class About:
    """None and "" where a letter is about no boot, or about no ticket any more."""

    boot_id: int | None
    boot_name: str
    ticket_id: int | None
    ticket_number: str


async def about(rows: Iterable[Mapping[str, Any]]) -> dict[int, About]:
    """Mail id -> what it is about, from rows with `COLUMNS`; one statement.

    Of a payment for several tickets the first one is named.
    """
    listed = list(rows)
    paid = await _tickets_paid([row["payment"] for row in listed if row["payment"]])
    return {row["id"]: _about(row, paid.get(row["payment"])) for row in listed}


def _about(row: Mapping[str, Any], paid: tuple[int, str] | None) -> About:
    own, of_payment = "boot_assignment.", "payment.boot_assignment."
    boot = own if row[f"{own}boot"] else of_payment
    if row["violation"]:
        ticket = (row["violation"], row["violation.number"])
    elif row[f"{own}violation"]:
        ticket = (row[f"{own}violation"], row[f"{own}violation.number"])
    else:
        ticket = paid or (None, "")
    return About(
        boot_id=row[f"{boot}boot"],
        boot_name=row[f"{boot}boot.name"] or "",
        ticket_id=ticket[0],
        ticket_number=ticket[1],
    )


async def _tickets_paid(payment_ids: list[int]) -> dict[int, tuple[int, str]]:
    if not payment_ids:
        return {}
    one = PaymentLine
    lines = (
        await one.select(one.payment, one.violation, one.violation.number)
        .where(one.payment.is_in(sorted(set(payment_ids))))
        .order_by(one.violation, ascending=False)
    )
    return {line["payment"]: (line["violation"], line["violation.number"]) for line in lines}
