"""Letters that failed for good are counted on the dashboard, whatever they are about."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.mails.send_mail_again import send_mail_again
from app.actions.outbox.send_mail import send_mail
from app.actions.steps.work import work
from app.actions.violations.write_violation import write_violation
from app.gateways.mail.postman import MailRefused
from app.reads.dashboard.revision import live_revision
from app.rules.errors import NeverWill
from app.rules.outbox.letters import GONE
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tasks.live_watch import LiveWatch
from tests.conftest import RecordingBells
from tests.factories import Silent, a_boot, a_staff, a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.dashboard import arrange
from tests.integration.dashboard.test_board import shown
from tests.integration.dashboard.test_live import Town, town
from tests.integration.dashboard.viewer import viewing
from tests.integration.outbox.test_send_mail import PretendPostman, desk
from tests.integration.violations.arrange import an_entry, boots_on

__all__ = ["town"]


async def a_letter_about(
    ticket_id: int | None, kind: str, queued_at: datetime, answer: str = "550 no"
) -> int:
    made = await Mail.insert(
        Mail(
            kind=kind,
            recipient="owner@example.com",
            violation=ticket_id,
            message_id=f"{kind}-{ticket_id}",
            status="failed",
            answer=answer,
            queued_at=queued_at,
        )
    ).returning(Mail.id)
    return int(made[0]["id"])


async def test_letters_that_failed_are_counted_also_those_of_no_boot_on_the_board(
    client: Browser,
) -> None:
    boot_id = await arrange.released("Gone")
    await arrange.a_letter(boot_id, "failed")
    await BootAssignment.update({BootAssignment.closed_at: datetime.now(UTC)}, force=True)
    ticket = await a_violation(plate="NO BOOT 1")
    notice = await a_letter_about(ticket.violation_id, "notice", datetime.now(UTC))
    week = datetime.now(UTC) - timedelta(days=7, minutes=1)
    await a_letter_about(ticket.violation_id, "goodwill", week)
    await a_letter_about(None, "template_test", datetime.now(UTC))
    await a_letter_about(None, "promise", datetime.now(UTC), answer=GONE)
    assert (await shown()).mails_failed == 2
    await sign_in(client, Role.office)
    page = (await client.get("/dashboard")).text
    assert re.search(r'id="mails-failed" href="/mails\?status=failed">.*2 mails failed', page)
    assert "2 mails failed" in (await client.get("/dashboard/board")).text
    await sign_in(client, Role.officer)
    assert "mails-failed" not in (await client.get("/dashboard")).text
    assert "mails-failed" not in (await client.get("/dashboard/board")).text
    await Mail.update({Mail.status: "sent"}).where(Mail.id == notice)
    assert (await shown()).mails_failed == 1
    # A newer one of its kind takes its place.
    await BootAssignment.update({BootAssignment.closed_at: None}, force=True)
    await arrange.a_letter(boot_id, "sent")
    assert (await shown()).mails_failed == 0


async def test_a_letter_about_no_boot_reaches_open_dashboards_when_it_fails_and_goes_again(
    client: Browser, bells: RecordingBells
) -> None:
    meter, _ = await boots_on()
    await write_violation(
        await a_staff(), bells, an_entry((meter,), owner_email="owner@example.com")
    )
    row = await Mail.select(Mail.id).where(Mail.kind == "notice").first()
    assert row is not None
    mail_id = row["id"]
    await sign_in(client, Role.office)
    assert "mails-failed" not in (await client.get("/dashboard/board")).text
    before = await live_revision()
    with pytest.raises(NeverWill):
        await send_mail(
            mail_id,
            PretendPostman(trouble=MailRefused("550 no such user")),
            desk(),
            bells,
            domain="example.com",
        )
    assert await live_revision() == before + 1
    assert "1 mail failed" in (await client.get("/dashboard/board")).text
    await send_mail_again(await a_staff(Role.office), bells, mail_id)
    assert await live_revision() == before + 2
    assert "mails-failed" not in (await client.get("/dashboard/board")).text


async def test_a_change_beside_the_rows_is_told_also_right_after_a_boot_s(town: Town) -> None:
    boot_id = await a_boot()
    async with (
        LiveWatch(town.signals, every_seconds=0.1).running(),
        viewing(town.app, town.cookies) as viewer,
    ):
        await viewer.next()
        await asyncio.sleep(0.2)
        revision = await town.change(boot_id, hinted=True)
        async with work(SYSTEM, Silent()) as doing:
            doing.move_board()
        assert await viewer.next() == ("changed", {"boot": boot_id, "revision": revision})
        assert await viewer.next() == ("changed", {"all": revision})
        assert await viewer.hears_nothing_for(0.4)
        assert await live_revision() == revision + 1
