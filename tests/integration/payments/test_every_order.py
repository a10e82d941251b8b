"""Whatever order and number the notices of a payment come in, it ends in one state (target R4)."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.actions.refunds.pay_back import pay_back
from app.gateways.payments.provider import Notice, NoticeKind
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus
from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.money.dispute import Dispute
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine
from app.tables.money.receipt import Receipt
from app.tables.money.refund import Refund
from app.tables.records.guess import Guess
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.integration.payments.conftest import Kerb, booted

FINE, DEPOSIT = 45_00, 120_00
WHOLE = FINE + DEPOSIT
State = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One thing a provider may say of one of the case's checkouts."""

    kind: NoticeKind
    part: str = ""
    cents: int = 0
    own: bool = False
    checkout: int = 0
    captured_cents: int | None = None
    by_capture: bool = False


PAID = Told(NoticeKind.PAID)
DECLINED = Told(NoticeKind.DECLINED)
EXPIRED = Told(NoticeKind.EXPIRED)
PENDING = Told(NoticeKind.PENDING)
TOO_MUCH = replace(PAID, captured_cents=WHOLE + 5_00)
OWN_REFUND = Told(NoticeKind.REFUNDED, "re_own", 5_00, own=True)
OWN_FAILED = Told(NoticeKind.REFUND_FAILED, "re_own", 5_00, own=True)
FINE_BACK = Told(NoticeKind.REFUNDED, "re_fine", FINE)
DEPOSIT_BACK = Told(NoticeKind.REFUNDED, "re_deposit", DEPOSIT, by_capture=True)
DEPOSIT_FAILED = Told(NoticeKind.REFUND_FAILED, "re_deposit", DEPOSIT)
DISPUTED = Told(NoticeKind.DISPUTED, "dp", WHOLE, by_capture=True)
WON = Told(NoticeKind.DISPUTE_WON, "dp", WHOLE)
LOST = Told(NoticeKind.DISPUTE_LOST, "dp", WHOLE)
SECOND_PAID = replace(PAID, checkout=1)

SETS: dict[str, tuple[Told, ...]] = {
    "declined, paid, expired, pending": (DECLINED, PAID, EXPIRED, PENDING),
    "paid, refunded in two parts": (PAID, FINE_BACK, DEPOSIT_BACK),
    "paid, own refund, which fails": (TOO_MUCH, OWN_REFUND, OWN_FAILED),
    "paid, refunded outside, which fails": (PAID, DEPOSIT_BACK, DEPOSIT_FAILED),
    "paid, disputed, won": (PAID, DISPUTED, WON),
    "paid, disputed, lost": (PAID, DISPUTED, LOST),
    "paid by two": (PAID, SECOND_PAID),
    "paid by two, one declined first": (PAID, SECOND_PAID, DECLINED),
}


def orders(told: Sequence[Told]) -> Iterator[tuple[Told, ...]]:
    """Every different order of all of them, each time with another one told twice."""
    seen = set()
    for twice in told:
        for order in itertools.permutations((*told, twice)):
            if order not in seen:
                seen.add(order)
                yield order


async def tell(bells: RecordingBells, number: int, order: Sequence[Told]) -> State:
    """A booted car of its own, whose checkouts hear these notices; returns how it ends."""
    # More drivers than one street has; each stands at a car of his own.
    await Guess.delete(force=True)
    kerb = await booted(bells, plate=f"ORDER {number}")
    payers = ("one", "two")[: 1 + max(told.checkout for told in order)]
    started = [await kerb.start(f"{who}@example.com", who) for who in payers]
    refs = [f"chk_{one.reference}" for one in started]
    last = await Refund.select(Refund.id).order_by(Refund.id, ascending=False).first()
    own_key = f"refund-{last['id'] + 1 if last else 1}"
    for n, told in enumerate(order):
        await kerb.settle(_notice(kerb, refs[told.checkout], told, own_key, f"evt_{number}_{n}"))
    return await digest(kerb)


def _notice(kerb: Kerb, ref: str, told: Told, own_key: str, event_id: str) -> Notice:
    # Two copies of one fact have different event ids here: the inbox alone must not save us.
    part = f"{told.part}_{kerb.violation_id}" if told.part else ""
    return kerb.provider.notice(
        ref,
        told.kind,
        event_id=event_id,
        captured_cents=told.captured_cents,
        part_ref=part,
        part_key=own_key if told.own else "",
        part_cents=told.cents,
        by_capture=told.by_capture,
    )


async def digest(kerb: Kerb) -> State:
    """Everything about the case's money, without ids, times and names of who was first."""
    violation = await Violation.select().where(Violation.id == kerb.violation_id).first()
    boot = await Boot.select(Boot.status).where(Boot.id == kerb.boot_id).first()
    ours = [
        row["payment"]
        for row in await PaymentLine.select(PaymentLine.payment).where(
            PaymentLine.violation == kerb.violation_id
        )
    ]
    sums: Counter[str] = Counter()
    for entry in await LedgerEntry.select().where(LedgerEntry.payment.is_in(ours)):
        sums[entry["credit"]] += entry["amount_cents"]
        sums[entry["debit"]] -= entry["amount_cents"]
    return {
        "ticket": (
            violation["status"],
            violation["paid_at"] is None,
            violation["disputed_at"] is None,
        ),
        "boot": boot["status"],
        "payments": await _rows(
            Payment,
            Payment.id.is_in(ours),
            "status flag amount_cents captured_cents credited_cents refunded_cents "
            "deposit_cents deposit_status",
        ),
        "lines": await _rows(PaymentLine, PaymentLine.payment.is_in(ours), "kept due_cents"),
        "refunds": await _rows(
            Refund, Refund.payment.is_in(ours), "amount_cents status way last_error currency"
        ),
        "disputes": await _rows(Dispute, Dispute.payment.is_in(ours), "status amount_cents"),
        "receipts": await _rows(
            Receipt, Receipt.payment.is_in(ours), "amount_cents deposit_cents currency"
        ),
        "mails": await _rows(Mail, Mail.payment.is_in(ours), "kind"),
        "books": {account: cents for account, cents in sorted(sums.items()) if cents},
    }


async def _rows(table: Any, where: Any, columns: str) -> list[tuple[Any, ...]]:
    rows = await table.select().where(where)
    return sorted(tuple(row[column] for column in columns.split()) for row in rows)


async def ends(bells: RecordingBells, told: Sequence[Told]) -> list[tuple[State, tuple[Told, ...]]]:
    """The different states that the orders of these notices end in, with one order for each."""
    found: list[tuple[State, tuple[Told, ...]]] = []
    for number, order in enumerate(orders(told)):
        state = await tell(bells, number, order)
        if all(state != known for known, _ in found):
            found.append((state, order))
    return found


@pytest.mark.parametrize("name", SETS)
async def test_every_order_with_a_repetition_ends_in_one_state(
    app_db: str, bells: RecordingBells, name: str
) -> None:
    found = await ends(bells, SETS[name])

    assert len(found) == 1, found


async def test_a_refund_at_the_provider_and_a_dispute_meet_in_any_order(
    app_db: str, bells: RecordingBells
) -> None:
    told = itertools.permutations((PAID, FINE_BACK, DISPUTED, WON))
    states = [await tell(bells, number, order) for number, order in enumerate(told)]

    assert all(state == states[0] for state in states)
    assert states[0]["books"] == {"card_money": -DEPOSIT, "deposits": DEPOSIT}


@pytest.fixture
async def end(app_db: str, bells: RecordingBells) -> Callable[..., Any]:
    """Tells the notices in the order given."""

    async def told(*order: Told) -> State:
        return await tell(bells, 0, order)

    return told


async def test_a_refund_that_fails_is_owed_again(end: Callable[..., Any]) -> None:
    state = await end(TOO_MUCH, OWN_REFUND, OWN_FAILED)

    assert [row[:2] for row in state["refunds"]] == [(5_00, "failed")]
    assert state["books"] == {
        "card_money": -(WHOLE + 5_00),
        "deposits": DEPOSIT,
        "fines": FINE,
        "owed_back": 5_00,
    }


async def test_what_was_refunded_at_the_provider_leaves_the_books(end: Callable[..., Any]) -> None:
    state = await end(DEPOSIT_BACK, PAID, FINE_BACK)

    assert state["books"] == {}
    assert [row[1] for row in state["payments"]] == ["refunded_outside"]
    assert [row[-1] for row in state["payments"]] == ["refunded"]


async def test_a_disputed_ticket_is_owed_again_and_the_boot_stays_released(
    end: Callable[..., Any],
) -> None:
    state = await end(PAID, DISPUTED)

    assert state["ticket"] == ("unpaid", True, False)
    assert state["boot"] == "released"
    assert state["disputes"] == [("open", WHOLE)]
    assert state["books"] == {}
    assert ("settled", "disputed") in [row[:2] for row in state["payments"]]


async def test_a_dispute_won_pays_the_ticket_again(end: Callable[..., Any]) -> None:
    paid = await end(PAID)
    won = await end(DISPUTED, WON, PAID)

    assert {**won, "disputes": []} == paid
    assert won["disputes"] == [("won", WHOLE)]


async def test_a_dispute_won_after_somebody_else_paid_goes_back(end: Callable[..., Any]) -> None:
    state = await end(PAID, DISPUTED, SECOND_PAID, WON)

    assert state["ticket"][0] == "paid"
    assert [row[:2] for row in state["refunds"]] == [(WHOLE, "wanted")]
    assert state["books"] == {
        "card_money": -2 * WHOLE,
        "deposits": DEPOSIT,
        "fines": FINE,
        "owed_back": WHOLE,
    }


async def test_the_answer_and_the_notice_of_a_refund_are_booked_once(kerb: Kerb) -> None:
    started = await kerb.start()
    ref = f"chk_{started.reference}"
    await kerb.settle(kerb.provider.notice(ref, captured_cents=WHOLE + 5_00))
    refund = await Refund.select(Refund.id).first()
    notice = _notice(kerb, ref, OWN_REFUND, f"refund-{refund['id']}", "evt_refund")
    await kerb.settle(notice)
    await pay_back(refund["id"], kerb.provider, kerb.bells)

    assert await Refund.select(Refund.status) == [{"status": "done"}]
    assert await LedgerEntry.count().where(LedgerEntry.debit == "owed_back") == 1


async def test_without_its_guard_a_refund_ends_differently(
    app_db: str, bells: RecordingBells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the orders must be seen to differ once a failed refund may still be done."""
    lax = {
        verb: replace(step, sources=frozenset(RefundStatus)) for verb, step in REFUND_MOVES.items()
    }
    monkeypatch.setattr("app.actions.steps.refunds.finish_refund.REFUND_MOVES", lax)
    monkeypatch.setattr("app.actions.steps.notices.take_part._known_to_fail", _never)

    assert len(await ends(bells, SETS["paid, own refund, which fails"])) > 1


async def _never(_: object) -> bool:
    return False
