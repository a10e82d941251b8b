"""What only Stripe's levers show: disputes, refunds that fail later, two live secrets."""

from pathlib import Path

from app.gateways.payments.provider import NoticeKind, RefundStatus
from tests.sandbox.bench import an_order
from tests.stripe_fake.bench import OLDER_SECRET, StripeBench, stripe_bench
from tests.stripe_fake.courier import signature


async def captured(bench: StripeBench) -> str:
    opened = await bench.provider.open_checkout(an_order(bench.clock()))
    await bench.pay(opened)
    return str((await bench.provider.ask(opened.provider_ref)).capture_ref)


async def test_a_dispute_opens_once_and_is_lost_by_name(tmp_path: Path) -> None:
    async with stripe_bench(tmp_path) as bench:
        capture_ref = await captured(bench)
        dispute = bench.store.dispute(capture_ref)
        bench.store.close_dispute(dispute["id"], "lost")
        opened = bench.provider.read_notice(*(await bench.posts(NoticeKind.DISPUTED, 1))[0])
        closed = bench.provider.read_notice(*(await bench.posts(NoticeKind.DISPUTE_LOST, 1))[0])
        assert (opened.kind, closed.kind) == (NoticeKind.DISPUTED, NoticeKind.DISPUTE_LOST)
        for notice in (opened, closed):
            assert (notice.capture_ref, notice.part_cents) == (capture_ref, 16500)
            assert notice.part_ref == dispute["id"]


async def test_a_refund_that_fails_later_names_our_key(tmp_path: Path) -> None:
    async with stripe_bench(tmp_path) as bench:
        bench.store.fails_refunds = True
        answer = await bench.provider.refund(await captured(bench), 12000, idempotency_key="d-1")
        bench.store.fail_refund(answer.refund_ref)
        told = bench.provider.read_notice(*(await bench.posts(NoticeKind.REFUND_FAILED, 1))[0])
        assert (told.kind, told.part_key) == (NoticeKind.REFUND_FAILED, "d-1")


async def test_a_refund_asked_for_again_days_later_is_the_first_and_has_come_to_its_end(
    tmp_path: Path,
) -> None:
    async with stripe_bench(tmp_path) as bench:
        bench.store.fails_refunds = True
        capture_ref = await captured(bench)
        first = await bench.provider.refund(capture_ref, 6000, idempotency_key="refund-1")
        assert first.status is RefundStatus.PENDING
        # Stripe prunes idempotency keys after a day; banks take longer.
        bench.store.answers.clear()
        bench.store.refunds[first.refund_ref]["status"] = "succeeded"
        again = await bench.provider.refund(capture_ref, 6000, idempotency_key="refund-1")
        assert (again.refund_ref, again.status) == (first.refund_ref, RefundStatus.DONE)
        assert len(bench.store.refunds) == 1
        other = await bench.provider.refund(capture_ref, 6000, idempotency_key="refund-1-1")
        assert other.refund_ref != first.refund_ref


async def test_the_older_secret_still_counts_while_secrets_change(tmp_path: Path) -> None:
    async with stripe_bench(tmp_path) as bench:
        await captured(bench)
        _, body = (await bench.posts(NoticeKind.PAID, 1))[0]
        header = signature(body, OLDER_SECRET, bench.store.now())
        told = bench.provider.read_notice({"Stripe-Signature": header}, body)
        assert told.kind is NoticeKind.PAID
