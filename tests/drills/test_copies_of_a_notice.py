"""Ten copies of a signed webhook at once, on as many web processes as the engine allows."""

import asyncio

import httpx

from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.refund import Refund
from app.tables.records.audit_event import AuditEvent
from tests.drills.lost_promises import drop_index
from tests.drills.signed_notice import SignedNotice, paid
from tests.drills.street import DEPOSIT_CENTS, FINE_CENTS, Street
from tests.drills.web_process import WebProcess, serving

COPIES = 10
PAYMENTS = 3


async def post_copies(notice: SignedNotice, servers: list[WebProcess]) -> list[str]:
    """All copies at the same moment, spread over the servers; the outcomes, sorted."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        posts = [notice.post(client, servers[n % len(servers)].url) for n in range(COPIES)]
        return sorted(await asyncio.gather(*posts))


async def test_ten_copies_of_one_webhook_settle_once(street: Street, engine_name: str) -> None:
    cars = await street.booted_cars(PAYMENTS)
    notices = [paid(await street.checkout(car, f"payer{car.boot_id}@example.com")) for car in cars]

    async with serving(2 if engine_name == "postgres" else 1) as servers:
        outcomes = [await post_copies(notice, servers) for notice in notices]

    assert outcomes == [["repeated"] * (COPIES - 1) + ["settled"]] * PAYMENTS
    for car in cars:
        entries = await LedgerEntry.select().where(LedgerEntry.violation == car.violation_id)
        assert sorted((one["credit"], one["amount_cents"]) for one in entries) == [
            ("deposits", DEPOSIT_CENTS),
            ("fines", FINE_CENTS),
        ]
        mails = await Mail.select(Mail.kind).where(
            Mail.recipient == f"payer{car.boot_id}@example.com"
        )
        assert sorted(mail["kind"] for mail in mails) == ["receipt", "release"]
    assert await LedgerEntry.count() == 2 * PAYMENTS
    assert await Outbox.count().where(Outbox.kind == "send_mail") == 2 * PAYMENTS
    assert await Refund.count() == 0
    assert await AuditEvent.count().where(AuditEvent.verb == "settle_payment") == PAYMENTS


async def test_without_inbox_and_guard_the_copies_settle_more_than_once(street: Street) -> None:
    """The control: a drill that cannot see a double settlement proves nothing."""
    [car] = await street.booted_cars(1)
    notice = paid(await street.checkout(car, "payer@example.com"))
    await drop_index("notice_once")

    async with serving(without=("inbox", "payment_guard")) as servers:
        outcomes = await post_copies(notice, servers)

    assert outcomes.count("settled") > 1
    assert await AuditEvent.count().where(AuditEvent.verb == "settle_payment") > 1
    # What was paid once is sent back, and the boot is gone all the same.
    assert await Refund.count() == 1
