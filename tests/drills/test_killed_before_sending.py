"""The process dies between settlement and sending; everybody who paid still gets the code."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import httpx

from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from tests.drills.mail_office import Arrived, MailOffice, mail_office
from tests.drills.signed_notice import SignedNotice, paid
from tests.drills.street import Street
from tests.drills.web_process import WebProcess, serving

PAYERS = 20
SWEEPS_SECONDS = 3.0


async def pay_all(notices: list[SignedNotice], server: WebProcess) -> None:
    """Every payment is settled and answered when this returns."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        outcomes = await asyncio.gather(*(one.post(client, server.url) for one in notices))
    assert outcomes == ["settled"] * len(notices)


async def let_the_leases_run_out() -> None:
    """The minute after which a dead process' promises are taken over, without waiting for it."""
    await Outbox.update({Outbox.leased_until: datetime.now(UTC) - timedelta(seconds=1)}).where(
        Outbox.leased_until.is_not_null()
    )


async def pay_and_die(street: Street, office: MailOffice, *, without: tuple[str, ...] = ()) -> None:
    """All payers pay, mails get stuck on their way, and the server is killed."""
    cars = await street.booted_cars(PAYERS)
    notices = [
        paid(await street.checkout(car, f"payer{n}@example.com")) for n, car in enumerate(cars)
    ]
    async with serving(without=without, smtp_url=office.url) as [server]:
        await pay_all(notices, server)
        await office.until(lambda: len(office.unanswered) >= 2)
        server.kill()
    assert office.acknowledged == []
    assert await Boot.count().where(Boot.status == "released") == PAYERS


def releases(mails: list[Arrived]) -> dict[str, set[str]]:
    """The Message-IDs of the release mails each payer got."""
    found: dict[str, set[str]] = defaultdict(set)
    for mail in mails:
        if mail.message_id.startswith("<release-"):
            found[mail.recipient].add(mail.message_id)
    return dict(found)


async def test_a_server_killed_before_sending_loses_no_mail(street: Street) -> None:
    async with mail_office() as office:
        await pay_and_die(street, office)
        await let_the_leases_run_out()
        office.open.set()
        async with serving(smtp_url=office.url):
            await office.until(lambda: len(set(office.acknowledged)) >= 2 * PAYERS)
            # A copy too many would come now.
            await asyncio.sleep(1)

    came = releases(office.acknowledged)
    assert sorted(came) == sorted(f"payer{n}@example.com" for n in range(PAYERS))
    assert all(len(ids) == 1 for ids in came.values())
    assert len(set.union(*came.values())) == PAYERS
    assert len(office.acknowledged) == len(set(office.acknowledged)) == 2 * PAYERS
    # What had reached the mail server before is recognised as a copy by its Message-ID.
    assert office.unanswered
    assert set(office.unanswered) <= set(office.acknowledged)
    assert await Mail.count().where(Mail.status == "sent") == 2 * PAYERS


async def test_without_the_outbox_the_same_death_loses_mails(street: Street) -> None:
    """The control: promises kept in memory alone, as "commit, then send" has them."""
    async with mail_office() as office:
        await pay_and_die(street, office, without=("outbox",))
        await let_the_leases_run_out()
        office.open.set()
        async with serving(smtp_url=office.url):
            await asyncio.sleep(SWEEPS_SECONDS)

    assert len(releases(office.acknowledged)) < PAYERS
    assert await Mail.count().where(Mail.status != "sent") > 0


async def test_without_the_outbox_and_without_a_death_every_mail_arrives(street: Street) -> None:
    """The control's own control: it is the death that loses them, not a broken server."""
    async with mail_office() as office:
        office.open.set()
        cars = await street.booted_cars(3)
        notices = [
            paid(await street.checkout(car, f"payer{n}@example.com")) for n, car in enumerate(cars)
        ]
        async with serving(without=("outbox",), smtp_url=office.url) as [server]:
            await pay_all(notices, server)
            await office.until(lambda: len(office.acknowledged) >= 2 * len(cars))

    assert len(releases(office.acknowledged)) == len(cars)
