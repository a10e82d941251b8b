"""What every payment provider must do, whoever it is; a new one joins BENCHES."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from app.gateways.payments.provider import (
    NoticeKind,
    NoticeRefused,
    PaymentProvider,
    ProviderRefused,
    RefundStatus,
)
from tests.sandbox.bench import ProviderBench, an_order, sandbox_bench
from tests.stripe_fake.bench import stripe_bench

BENCHES: dict[str, Callable[[Path], AbstractAsyncContextManager[ProviderBench]]] = {
    "sandbox": sandbox_bench,
    "stripe": stripe_bench,
}


@pytest.fixture(params=BENCHES)
async def bench(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ProviderBench]:
    async with BENCHES[request.param](tmp_path / "provider.sqlite3") as ready:
        yield ready


async def test_it_is_a_payment_provider(bench: ProviderBench) -> None:
    assert isinstance(bench.provider, PaymentProvider)
    assert bench.provider.name


async def test_an_opened_checkout_leads_to_the_page_named_for_the_security_policy(
    bench: ProviderBench,
) -> None:
    order = an_order(bench.clock())
    opened = await bench.provider.open_checkout(order)
    assert opened.url.startswith(bench.provider.form_action_origin + "/")
    late = opened.expires_at - order.expires_at
    assert timedelta(seconds=-2) < late < timedelta(minutes=15), "we close it in time ourselves"


async def test_the_same_order_in_parallel_opens_one_checkout(bench: ProviderBench) -> None:
    order = an_order(bench.clock())
    opened = await asyncio.gather(*(bench.provider.open_checkout(order) for _ in range(6)))
    assert len({one.provider_ref for one in opened}) == 1


async def test_the_same_reference_with_another_amount_is_refused(bench: ProviderBench) -> None:
    order = an_order(bench.clock())
    await bench.provider.open_checkout(order)
    other = an_order(bench.clock(), amount_cents=4500, lines=order.lines[:1])
    with pytest.raises(ProviderRefused):
        await bench.provider.open_checkout(other)


async def test_an_open_checkout_is_pending_and_has_no_money(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    notice = await bench.provider.ask(opened.provider_ref)
    assert (notice.kind, notice.captured_cents) == (NoticeKind.PENDING, 0)
    assert (notice.reference, notice.capture_ref) == ("pay_0001", None)


async def test_a_paid_checkout_says_so_by_notice_and_when_asked(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    posts = await bench.posts(NoticeKind.PAID, 1)
    told = bench.provider.read_notice(*posts[0])
    asked = await bench.provider.ask(opened.provider_ref)
    for notice in (told, asked):
        assert notice.kind is NoticeKind.PAID
        assert (notice.captured_cents, notice.currency) == (16500, "CAD")
        assert notice.provider_ref == opened.provider_ref
        assert notice.reference == "pay_0001"
        assert notice.live is False
        assert notice.happened_at.utcoffset() == timedelta(0)
    assert told.capture_ref == asked.capture_ref
    assert told.capture_ref


async def test_asking_twice_gives_one_event_id_and_another_once_the_state_changes(
    bench: ProviderBench,
) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    other = await bench.provider.open_checkout(an_order(bench.clock(), reference="pay_0002"))
    first = (await bench.provider.ask(opened.provider_ref)).event_id
    assert (await bench.provider.ask(opened.provider_ref)).event_id == first
    assert (await bench.provider.ask(other.provider_ref)).event_id != first
    await bench.pay(opened)
    assert (await bench.provider.ask(opened.provider_ref)).event_id != first


async def test_copies_of_a_notice_carry_one_event_id(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    posts = await bench.posts(NoticeKind.PAID, 2)
    assert len({bench.provider.read_notice(*post).event_id for post in posts}) == 1


async def test_a_declined_card_leaves_the_checkout_open_for_another(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.decline(opened)
    told = bench.provider.read_notice(*(await bench.posts(NoticeKind.DECLINED, 1))[0])
    assert (told.kind, told.captured_cents) == (NoticeKind.DECLINED, 0)
    assert (await bench.provider.ask(opened.provider_ref)).kind is NoticeKind.PENDING
    await bench.pay(opened)
    assert (await bench.provider.ask(opened.provider_ref)).kind is NoticeKind.PAID


async def test_a_slow_bank_is_pending_then_paid(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay_slowly(opened)
    waiting = await bench.provider.ask(opened.provider_ref)
    assert (waiting.kind, waiting.captured_cents) == (NoticeKind.PENDING, 0)
    assert await bench.provider.expire(opened.provider_ref) is False
    await bench.slow_bank_answers()
    assert (await bench.provider.ask(opened.provider_ref)).kind is NoticeKind.PAID
    assert await bench.posts(NoticeKind.PAID, 1)


async def test_a_checkout_expires_by_itself_and_says_so(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    bench.clock.move(minutes=46)
    told = bench.provider.read_notice(*(await bench.posts(NoticeKind.EXPIRED, 1))[0])
    assert (told.kind, told.provider_ref) == (NoticeKind.EXPIRED, opened.provider_ref)
    assert (await bench.provider.ask(opened.provider_ref)).kind is NoticeKind.EXPIRED


async def test_expiring_twice_is_no_error(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    assert await bench.provider.expire(opened.provider_ref) is True
    assert await bench.provider.expire(opened.provider_ref) is True
    assert (await bench.provider.ask(opened.provider_ref)).kind is NoticeKind.EXPIRED


async def test_a_paid_checkout_cannot_be_expired(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    assert await bench.provider.expire(opened.provider_ref) is False
    assert (await bench.provider.ask(opened.provider_ref)).kind is NoticeKind.PAID


async def test_the_same_refund_in_parallel_moves_money_once(bench: ProviderBench) -> None:
    capture_ref = await _captured(bench)
    answers = await asyncio.gather(
        *(bench.provider.refund(capture_ref, 12000, idempotency_key="deposit-1") for _ in range(6))
    )
    assert len({answer.refund_ref for answer in answers}) == 1
    assert {(one.status, one.amount_cents) for one in answers} == {(RefundStatus.DONE, 12000)}
    told = bench.provider.read_notice(*(await bench.posts(NoticeKind.REFUNDED, 1))[0])
    assert (told.kind, told.capture_ref) == (NoticeKind.REFUNDED, capture_ref)
    assert (told.part_ref, told.part_cents) == (answers[0].refund_ref, 12000)
    # Without our own name for it, it would pass for a refund made at the provider.
    assert told.part_key == "deposit-1"


async def test_refunds_never_exceed_the_capture(bench: ProviderBench) -> None:
    capture_ref = await _captured(bench)
    outcomes = await asyncio.gather(
        *(bench.provider.refund(capture_ref, 9000, idempotency_key=f"r{n}") for n in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, ProviderRefused) for outcome in outcomes) == 3
    rest = await bench.provider.refund(capture_ref, 7500, idempotency_key="rest")
    assert rest.status is RefundStatus.DONE


async def test_a_refunded_checkout_still_counts_as_paid(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    before = await bench.provider.ask(opened.provider_ref)
    assert before.capture_ref
    await bench.provider.refund(before.capture_ref, 12000, idempotency_key="deposit-1")
    after = await bench.provider.ask(opened.provider_ref)
    assert (after.kind, after.captured_cents) == (NoticeKind.PAID, 16500)
    assert after.detail["refunded_cents"] == "12000"


async def test_unknown_things_are_refused(bench: ProviderBench) -> None:
    with pytest.raises(ProviderRefused):
        await bench.provider.ask("nothing")
    with pytest.raises(ProviderRefused):
        await bench.provider.expire("nothing")
    with pytest.raises(ProviderRefused):
        await bench.provider.refund("nothing", 100, idempotency_key="x")


async def test_a_notice_changed_by_one_byte_is_refused(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    headers, body = (await bench.posts(NoticeKind.PAID, 1))[0]
    bench.provider.read_notice(headers, body)
    for changed in (body.replace(b"16500", b"16501", 1), body + b" ", b"", b"not json"):
        with pytest.raises(NoticeRefused):
            bench.provider.read_notice(headers, changed)


async def test_a_notice_without_signature_or_too_old_is_refused(bench: ProviderBench) -> None:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    headers, body = (await bench.posts(NoticeKind.PAID, 1))[0]
    bare = {name: text for name, text in headers.items() if "signature" not in name.lower()}
    with pytest.raises(NoticeRefused):
        bench.provider.read_notice(bare, body)
    bench.clock.move(seconds=290)
    bench.provider.read_notice(headers, body)
    bench.clock.move(seconds=20)
    with pytest.raises(NoticeRefused):
        bench.provider.read_notice(headers, body)


async def _captured(bench: ProviderBench) -> str:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    capture_ref = (await bench.provider.ask(opened.provider_ref)).capture_ref
    assert capture_ref
    return capture_ref
