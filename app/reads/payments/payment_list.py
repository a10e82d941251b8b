"""The list of payments: searched, filtered, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from piccolo.columns.combination import And, Or, Where, WhereRaw
from piccolo.query.functions.aggregate import Count, Sum

from app.reads.payments.payment_search import matching
from app.rules.local_days import day_is_over, day_starts
from app.rules.money.payment_states import (
    DEPOSIT_WORDS,
    PAYMENT_WORDS,
    DepositStatus,
    PaymentStatus,
)
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.wording import N_
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine

PAGE_SIZE = 50
# What needs the office's eye: shown beside the status.
FLAG_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "pending": N_("Waiting for the bank"),
        "declined": N_("Card declined"),
        "short": N_("Less than was asked"),
        "short_back": N_("Less than was asked, sent back"),
        "wrong_money": N_("Wrong currency"),
        "disputed": N_("Disputed"),
        "refunded_outside": N_("Refunded at the card service"),
    }
)

Condition = Where | WhereRaw | And | Or


@dataclass(frozen=True)
class Wanted:
    """What the list is filtered by; empty and None ask for everything. Both days are included."""

    search: str = ""
    status: str = ""
    way: str = ""
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class PaymentRow:
    """One payment of the list; `status`, `way`, `deposit` and `flag` are msgids or ""."""

    payment_id: int
    at: datetime
    status_name: str
    status: str
    way: str
    flag: str
    deposit: str
    email: str
    plate: str
    tickets: str
    asked_cents: int
    captured_cents: int
    refunded_cents: int
    currency: str


@dataclass(frozen=True)
class PaymentList:
    """One page and the sums of everything found; `older_than` asks for the next page."""

    rows: tuple[PaymentRow, ...]
    count: int
    captured_cents: int
    refunded_cents: int
    currency: str | None
    older_than: int | None


async def payment_list(wanted: Wanted, *, before_id: int | None, time_zone: str) -> PaymentList:
    """Payments as `wanted`, by local days of settlement or else of start; three statements."""
    conditions = _conditions(wanted, time_zone)
    rows = await payment_rows(conditions, before_id=before_id, most=PAGE_SIZE + 1)
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    one = Payment
    sums = await one.select(
        Count(), Sum(one.captured_cents, alias="captured"), Sum(one.refunded_cents, alias="back")
    ).where(*conditions)
    return PaymentList(
        rows=rows,
        count=int(sums[0]["count"]),
        captured_cents=int(sums[0]["captured"] or 0),
        refunded_cents=int(sums[0]["back"] or 0),
        currency=rows[0].currency if rows else None,
        older_than=rows[-1].payment_id if more else None,
    )


async def payment_rows(
    conditions: Sequence[Condition], *, before_id: int | None, most: int
) -> tuple[PaymentRow, ...]:
    """At most `most` payments that meet all `conditions`, newest first; two statements."""
    one = Payment
    query = one.select(
        one.id,
        one.started_at,
        one.settled_at,
        one.status,
        one.method,
        one.flag,
        one.deposit_status,
        one.email,
        one.amount_cents,
        one.captured_cents,
        one.refunded_cents,
        one.currency,
    ).where(*conditions)
    if before_id is not None:
        query = query.where(one.id < before_id)
    rows = await query.order_by(one.id, ascending=False).limit(most)
    cars = await _cars([row["id"] for row in rows])
    return tuple(_row(row, cars.get(row["id"], [])) for row in rows)


def _conditions(wanted: Wanted, time_zone: str) -> list[Condition]:
    found: list[Condition] = []
    if wanted.search:
        found.append(matching(wanted.search))
    if wanted.status in PaymentStatus.__members__:
        found.append(Payment.status == wanted.status)
    if wanted.way in PaymentWay.__members__:
        found.append(Payment.method == wanted.way)
    if wanted.first_on is not None:
        start = day_starts(wanted.first_on, time_zone)
        unsettled = And(Payment.settled_at.is_null(), Payment.started_at >= start)
        found.append(Or(Payment.settled_at >= start, unsettled))
    if wanted.last_on is not None:
        end = day_is_over(wanted.last_on, time_zone)
        unsettled = And(Payment.settled_at.is_null(), Payment.started_at < end)
        found.append(Or(Payment.settled_at < end, unsettled))
    return found


async def _cars(payment_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    if not payment_ids:
        return {}
    one = PaymentLine
    rows = (
        await one.select(one.payment, one.violation.number, one.violation._.vehicle._.plate)
        .where(one.payment.is_in(payment_ids))
        .order_by(one.violation)
    )
    cars: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        cars.setdefault(row["payment"], []).append(row)
    return cars


def _row(row: Mapping[str, Any], lines: list[dict[str, Any]]) -> PaymentRow:
    deposit = DepositStatus(row["deposit_status"])
    return PaymentRow(
        payment_id=row["id"],
        at=row["settled_at"] or row["started_at"],
        status_name=row["status"],
        status=PAYMENT_WORDS[PaymentStatus(row["status"])],
        way=WAY_WORDS[PaymentWay(row["method"])],
        flag=FLAG_WORDS.get(row["flag"], ""),
        deposit="" if deposit is DepositStatus.none else DEPOSIT_WORDS[deposit],
        email=row["email"],
        plate=lines[0]["violation.vehicle.plate"] if lines else "",
        tickets=", ".join(line["violation.number"] for line in lines),
        asked_cents=row["amount_cents"],
        captured_cents=row["captured_cents"],
        refunded_cents=row["refunded_cents"],
        currency=row["currency"],
    )
