"""The nightly check: once a day, with the providers' word, kept for people to read."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import ledger_check as command
from app.actions.books.check_books import check_books
from app.actions.books.plan_check import plan_check
from app.actions.refunds.pay_back import pay_back
from app.actions.steps.books.promise_book_check import promise_book_check
from app.actions.steps.work import work
from app.gateways.payments.provider import Notice, NoticeKind
from app.gateways.payments.providers import Providers
from app.ledger_check import BooksDiffer, ledger_check
from app.rules.people.actor import SYSTEM
from app.settings import Settings, load_settings
from app.tables.effects.outbox import Outbox
from app.tables.money.receipt import Receipt
from app.tables.money.refund import Refund
from app.tables.records.book_check import BookCheck
from tests.conftest import RecordingBells
from tests.integration.payments.conftest import Kerb
from tests.pretend_provider import PretendProvider

NIGHT = date(2026, 3, 9)


class Talkative(PretendProvider):
    """Says what was captured and refunded as real ones do; a test may put in another word."""

    def __init__(self) -> None:
        super().__init__()
        self.another_word: Mapping[str, int] = {}

    async def ask(self, provider_ref: str) -> Notice:
        notice = await super().ask(provider_ref)
        if notice.kind is not NoticeKind.PAID:
            return notice
        word = {"captured": notice.captured_cents, "refunded": sum(self.refunds.values())}
        word |= self.another_word
        return Notice(
            **{field: getattr(notice, field) for field in notice.__dataclass_fields__}
            | {
                "captured_cents": word["captured"],
                "detail": {"state": "paid", "refunded_cents": str(word["refunded"])},
            }
        )


@pytest.fixture
async def talking(kerb: Kerb) -> Kerb:
    """A settled payment that brought $5.00 too much, which went back."""
    kerb.provider = Talkative()
    started = await kerb.start()
    ref = f"chk_{started.reference}"
    await kerb.settle(kerb.provider.notice(ref, captured_cents=170_00))
    kerb.provider.kinds[ref] = NoticeKind.PAID
    refund = await Refund.select(Refund.id).first()
    await pay_back(refund["id"], kerb.provider, kerb.bells)
    kerb.provider.another_word = {"captured": 170_00}
    return kerb


async def check(kerb: Kerb, day: date = NIGHT) -> list[str]:
    problems = await check_books(day, Providers(kerb.provider), kerb.bells)
    row = await BookCheck.select().where(BookCheck.day == day).first()
    assert row["problems"] == problems
    return str(row["report"]).splitlines()


async def test_books_and_provider_that_agree_leave_an_empty_report(talking: Kerb) -> None:
    assert await check(talking) == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            {"captured": 169_00},
            "captured 17000 as {cap} here, 16900 as {cap} there",
        ),
        ({"captured": 170_00, "refunded": 0}, "refunded 500 here, 0 there"),
        ({"captured": 170_00, "refunded": 10_00}, "refunded 500 here, 1000 there"),
    ],
)
async def test_what_the_provider_says_differently_is_found(
    talking: Kerb, word: dict[str, int], said: str
) -> None:
    talking.provider.another_word = word  # type: ignore[attr-defined]
    capture = f"cap_{next(iter(talking.provider.orders))}"
    assert await check(talking) == [f"provider: payment 1 {said.format(cap=capture)}"]


async def test_money_the_provider_has_and_we_never_heard_of_is_found(kerb: Kerb) -> None:
    started = await kerb.start()
    kerb.provider.kinds[f"chk_{started.reference}"] = NoticeKind.PAID
    assert await check(kerb) == [
        "provider: payment 1 is started here, but 16500 were captured there"
    ]


async def test_a_provider_that_is_silent_is_told_and_not_taken_for_agreement(kerb: Kerb) -> None:
    await kerb.pay()
    kerb.provider.down = True
    assert await check(kerb) == ["provider: pretend was not asked to the end"]


async def test_a_planted_difference_stands_in_the_report_and_the_newer_one_counts(
    talking: Kerb,
) -> None:
    receipts = await Receipt.select()
    await Receipt.delete(force=True)
    (line,) = await check(talking)
    assert line.startswith("receipt_agrees (rule M10): Every payment that keeps a line")
    assert line.endswith("Not so: payment 1")
    del receipts[0]["id"]
    await Receipt.insert(Receipt(**receipts[0]))
    assert await check(talking) == []
    assert await BookCheck.count() == 1


async def promises() -> list[tuple[str, datetime]]:
    rows = await Outbox.select().where(Outbox.kind == "check_books").order_by(Outbox.id)
    return [(row["cause"], row["due_at"]) for row in rows]


async def test_however_many_workers_start_the_next_night_is_promised_once(kerb: Kerb) -> None:
    await asyncio.gather(*(plan_check(kerb.bells) for _ in range(5)))
    await check(kerb)
    ((cause, due_at),) = await promises()
    local = due_at.astimezone(ZoneInfo("America/Toronto"))
    assert cause == f"books:{local.date().isoformat()}"
    assert (local.hour, local.minute) == (3, 0)
    assert timedelta() < due_at - datetime.now(UTC) <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("at", "day", "due_at"),
    [
        # The night the clocks go forward, and the night they go back, in Toronto.
        ("2026-03-08T06:30:00", "2026-03-08", "2026-03-08T07:00:00"),
        ("2026-11-01T05:30:00", "2026-11-01", "2026-11-01T08:00:00"),
        # At three itself it is the next night's turn.
        ("2026-07-01T07:00:00", "2026-07-02", "2026-07-02T07:00:00"),
    ],
)
async def test_the_check_is_due_at_three_local_time(
    bells: RecordingBells, at: str, day: str, due_at: str
) -> None:
    async with work(SYSTEM, bells) as doing:
        doing.at = datetime.fromisoformat(at).replace(tzinfo=UTC)
        said = await promise_book_check(doing, "America/Toronto")
    assert said.isoformat() == day
    assert await promises() == [
        (f"books:{day}", datetime.fromisoformat(due_at).replace(tzinfo=UTC))
    ]


async def run_command(kerb: Kerb, monkeypatch: pytest.MonkeyPatch) -> None:
    def providers(_: Settings) -> Providers:
        return Providers(kerb.provider)

    monkeypatch.setattr(command, "make_providers", providers)
    await ledger_check(load_settings())


async def test_the_command_says_ok_to_every_sentence_or_fails(
    talking: Kerb, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await run_command(talking, monkeypatch)
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert len(lines) > 20
    await Receipt.delete(force=True)
    with pytest.raises(BooksDiffer):
        await run_command(talking, monkeypatch)
    said = capsys.readouterr().out
    assert "NOT SO  M10  receipt_agrees" in said
    assert "1 in payment: 1" in said
