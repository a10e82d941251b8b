"""Two people pay the same ticket at the same moment; the money of one of them goes back."""

import asyncio
import os
import time

import httpx

from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund
from tests.drills.lost_promises import drop_index
from tests.drills.signed_notice import paid
from tests.drills.street import DEPOSIT_CENTS, FINE_CENTS, Street
from tests.drills.web_process import WebProcess, serving

# Two processes settle on PostgreSQL (`make drill-races`: 500); SQLite has one writer for all.
RACES_ON_POSTGRES = int(os.environ.get("RACES", "100"))
RACES_ON_SQLITE = 50
AT_ONCE = 10
QUOTE_CENTS = FINE_CENTS + DEPOSIT_CENTS


async def race(street: Street, servers: list[WebProcess], races: int) -> list[str]:
    """Two settlements at once for each of so many tickets, several tickets at a time."""
    notices = [
        paid(await street.checkout(car, f"{who}{car.boot_id}@example.com"))
        for car in await street.booted_cars(races)
        for who in ("first", "second")
    ]
    outcomes: list[str] = []
    started = time.monotonic()
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        for start in range(0, len(notices), 2 * AT_ONCE):
            posts = [
                notice.post(client, servers[n % len(servers)].url)
                for n, notice in enumerate(notices[start : start + 2 * AT_ONCE])
            ]
            outcomes += await asyncio.gather(*posts)
    took = time.monotonic() - started
    # For `make drill-races`; elsewhere nobody hears it.
    print(f"\nR3: {races} races on {len(servers)} processes, {took:.1f} s")  # noqa: T201
    return outcomes


async def kept_lines() -> list[int]:
    """How many payment lines are kept for each ticket that has some."""
    rows = await PaymentLine.select(PaymentLine.violation).where(PaymentLine.kept.eq(True))
    tickets = [row["violation"] for row in rows]
    return [tickets.count(ticket) for ticket in sorted(set(tickets))]


async def test_of_two_payers_of_one_ticket_one_is_kept_and_one_gets_it_all_back(
    street: Street, engine_name: str
) -> None:
    two = engine_name == "postgres"
    races = RACES_ON_POSTGRES if two else RACES_ON_SQLITE
    async with serving(2 if two else 1) as servers:
        outcomes = await race(street, servers, races)

    assert outcomes == ["settled"] * 2 * races
    assert await kept_lines() == [1] * races
    refunds = await Refund.select(Refund.payment, Refund.reason, Refund.amount_cents)
    assert [(one["reason"], one["amount_cents"]) for one in refunds] == [
        ("paid_twice", QUOTE_CENTS)
    ] * races
    kept = await PaymentLine.select(PaymentLine.payment).where(PaymentLine.kept.eq(True))
    assert {one["payment"] for one in refunds}.isdisjoint(one["payment"] for one in kept)
    assert await Payment.count().where(Payment.deposit_status == "held") == races
    entries = await LedgerEntry.select()
    owed = sum(one["amount_cents"] for one in entries if one["credit"] == "owed_back")
    earned = sum(one["amount_cents"] for one in entries if one["credit"] in {"fines", "deposits"})
    assert (owed, earned) == (races * QUOTE_CENTS, races * QUOTE_CENTS)


async def test_without_guard_and_index_both_captures_are_kept(street: Street) -> None:
    """The control: the same race must be seen to go wrong once nothing forbids it."""
    await drop_index("payment_line_kept")

    async with serving(without=("violation_guard",)) as servers:
        await race(street, servers, 3)

    assert 2 in await kept_lines()
