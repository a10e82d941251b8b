"""The office's lists of money that has to go back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.rules.errors import Missing
from app.rules.money.payment_states import DepositStatus, RefundStatus
from app.rules.money.payment_ways import PaymentWay
from app.rules.money.refund_reasons import MADE_OUTSIDE
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund

MOST = 100


@dataclass(frozen=True)
class DueDeposit:
    """A deposit that waits for a decision; the boot is back or lost."""

    payment_id: int
    plate: str
    boot_name: str
    since: datetime | None
    deposit_cents: int
    currency: str


@dataclass(frozen=True)
class ListedRefund:
    """One refund not done yet. `stuck`: the provider moved `moved_cents`, another amount."""

    refund_id: int
    payment_id: int
    plate: str
    amount_cents: int
    currency: str
    way: PaymentWay
    status: RefundStatus
    wanted_at: datetime
    stuck: bool
    asked_here: bool
    moved_cents: int

    @property
    def missing_cents(self) -> int:
        """What the payer still has to get of a stuck one."""
        return max(self.amount_cents - self.moved_cents, 0) if self.stuck else 0

    @property
    def may_retry(self) -> bool:
        """Whether it can be sent by card once more."""
        return self.failed and self.way is PaymentWay.card

    @property
    def may_pay_out(self) -> bool:
        """Whether the office may hand it over the counter."""
        waiting = self.status is RefundStatus.wanted and self.way is not PaymentWay.card
        return self.failed or waiting

    @property
    def failed(self) -> bool:
        """Whether it certainly did not reach the payer, to whom we owe it."""
        return self.status is RefundStatus.failed and not self.stuck and self.asked_here


@dataclass(frozen=True)
class RefundsToDo:
    """Three lists, oldest first, each of at most `MOST` rows."""

    due: tuple[DueDeposit, ...]
    waiting: tuple[ListedRefund, ...]
    under_way: tuple[ListedRefund, ...]


async def refunds_to_do() -> RefundsToDo:
    """Deposits due, refunds that need somebody, and those on their way (rules D2, P10)."""
    by_card = Refund.way == PaymentWay.card.value
    wanted = Refund.status == RefundStatus.wanted.value
    # One made at the provider that failed there is no debt of ours: its money stayed.
    asked_here = Refund.reason.not_like(f"{MADE_OUTSIDE}:%")
    failed = (Refund.status == RefundStatus.failed.value) & asked_here
    sent = Refund.status == RefundStatus.sent.value
    return RefundsToDo(
        due=await _due(),
        waiting=await _refunds(failed | (wanted & (Refund.way != PaymentWay.card.value))),
        under_way=await _refunds(sent | (wanted & by_card)),
    )


async def one_refund(refund_id: int) -> ListedRefund:
    """One refund as the lists show it. Raises `Missing`."""
    found = await _refunds(Refund.id == refund_id)
    if not found:
        raise Missing
    return found[0]


async def _due() -> tuple[DueDeposit, ...]:
    one = Payment
    rows = (
        await one.select(
            one.id,
            one.deposit_cents,
            one.currency,
            one.vehicle.plate,
            one.boot_assignment.returned_at,
            one.boot_assignment.closed_at,
            one.boot_assignment._.boot._.name,
        )
        .where(one.deposit_status == DepositStatus.due.value)
        .order_by(one.id)
        .limit(MOST)
    )
    return tuple(
        DueDeposit(
            payment_id=row["id"],
            plate=row["vehicle.plate"] or "",
            boot_name=row["boot_assignment.boot.name"] or "",
            since=row["boot_assignment.returned_at"] or row["boot_assignment.closed_at"],
            deposit_cents=row["deposit_cents"],
            currency=row["currency"],
        )
        for row in rows
    )


async def _refunds(which: Any) -> tuple[ListedRefund, ...]:
    rows = (
        await Refund.select(*Refund.all_columns(), Refund.payment._.vehicle._.plate)
        .where(which)
        .order_by(Refund.id)
        .limit(MOST)
    )
    return tuple(
        ListedRefund(
            refund_id=row["id"],
            payment_id=row["payment"],
            plate=row["payment.vehicle.plate"] or "",
            amount_cents=row["amount_cents"],
            currency=row["currency"],
            way=PaymentWay(row["way"]),
            status=RefundStatus(row["status"]),
            wanted_at=row["wanted_at"],
            stuck=row["status"] == RefundStatus.failed.value
            and moved_cents_of(row["last_error"]) is not None,
            moved_cents=moved_cents_of(row["last_error"]) or 0,
            asked_here=not row["reason"].startswith(f"{MADE_OUTSIDE}:"),
        )
        for row in rows
    )


def moved_cents_of(last_error: str) -> int | None:
    """What the provider said it moved instead ("done: 5000", see pay_back); None otherwise."""
    word, colon, cents = last_error.partition(":")
    moved = cents.strip()
    return int(moved) if colon and word == "done" and moved.isdigit() else None
