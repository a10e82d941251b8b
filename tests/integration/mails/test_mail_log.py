"""The office sees what became of every letter, and sends one again to the same address."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.mails.send_mail_again import send_mail_again
from app.actions.payments.change_email import change_email
from app.rules.errors import Conflict, TooMany
from app.rules.people.access import Role
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.effects.mail_attempt import MailAttempt
from app.tables.effects.outbox import Outbox
from app.tables.records.audit_event import AuditEvent
from app.tables.records.guess import Guess
from app.tables.street.violation import Violation
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.outbox.test_send_mail import PretendPostman, deliver
from tests.integration.payments.conftest import Kerb, kerb

__all__ = ["kerb"]

MANY = 60


async def letter(kind: str) -> int:
    row = await Mail.select(Mail.id).where(Mail.kind == kind).order_by(Mail.id).first()
    assert row is not None
    return int(row["id"])


async def became(mail_id: int, status: str, answer: str = "") -> None:
    """As the worker's note says it; the promise is done with."""
    await Mail.update(
        {Mail.status: status, Mail.answer: answer, Mail.attempts: 1, Mail.sent_at: None}
    ).where(Mail.id == mail_id)
    await MailAttempt.insert(
        MailAttempt(mail=mail_id, at=datetime.now(UTC), outcome=status, answer=answer)
    )
    await Outbox.update({Outbox.done_at: datetime.now(UTC)}).where(
        Outbox.kind == "send_mail", Outbox.subject_id == mail_id
    )


async def waiting(mail_id: int) -> int:
    """How many promises to send it are open."""
    return int(
        await Outbox.count().where(
            Outbox.kind == "send_mail", Outbox.subject_id == mail_id, Outbox.done_at.is_null()
        )
    )


def listed(text: str) -> list[str]:
    """The kinds of the rows, in order."""
    return re.findall(r'<th scope="row"><a href="/mails/\d+">([^<]+)<', text)


def words(page: str) -> str:
    """What the page says, without nonces and the figures of moments."""
    return re.sub(r"<[^>]*>", " ", page[page.index("<main") : page.index("</main")])


async def found(client: Browser, query: str) -> list[str]:
    answer = await client.get(f"/mails?{query}")
    assert answer.status_code == 200
    return listed(answer.text)


async def test_a_letter_is_found_by_each_thing_in_hand(client: Browser, kerb: Kerb) -> None:
    await kerb.pay()
    ticket = await Violation.select().where(Violation.id == kerb.violation_id).first()
    assert ticket is not None
    await sign_in(client, Role.office)
    both = ["Boot release mail", "Receipt mail"]
    for thing in (
        *("DANA@ex", "dana@example.com", "bkpr 4", ticket["number"].lower()),
        *(str(ticket["sequence"]), f"{ticket['number']}-{ticket['pin']}"),
    ):
        assert sorted(await found(client, f"q={thing}")) == both, thing
    for nobody in ("q=d_na", "q=%25", "q=nobody@example.com"):
        assert await found(client, nobody) == []
    assert await found(client, "kind=release") == ["Boot release mail"]
    assert await found(client, "kind=nonsense&status=nonsense") != []


async def test_filters_by_status_and_day_leave_the_others_out(client: Browser, kerb: Kerb) -> None:
    await kerb.pay()
    await became(await letter("receipt"), "failed", "550 no such user")
    await sign_in(client, Role.office)
    assert await found(client, "status=failed") == ["Receipt mail"]
    assert await found(client, "status=queued") == ["Boot release mail"]
    assert await found(client, "status=sent") == []
    today = datetime.now(UTC).date()
    assert await found(client, f"from={today - timedelta(days=1)}&status=failed") != []
    assert await found(client, f"to={today - timedelta(days=2)}") == []


async def test_every_letter_is_on_exactly_one_page(client: Browser, kerb: Kerb) -> None:
    await kerb.pay()
    row = (await Mail.select().order_by(Mail.id).limit(1))[0]
    del row["id"]
    await Mail.insert(*(Mail(**{**row, "message_id": f"m-{n}"}) for n in range(MANY)))
    await sign_in(client, Role.office)
    seen: list[str] = []
    href: str | None = "/mails?q=dana"
    while href:
        text = (await client.get(href)).text
        seen += re.findall(r'<th scope="row"><a href="/mails/(\d+)"', text)
        older = re.search(r'href="([^"]+)" rel="next"', text)
        href = older[1].replace("&amp;", "&") if older else None
        if href:
            assert "q=dana" in href
    assert len(seen) == len(set(seen)) == MANY + 2
    assert seen == sorted(seen, key=int, reverse=True)


async def test_the_log_is_for_the_office(client: Browser, kerb: Kerb) -> None:
    await kerb.pay()
    mail_id = await letter("release")
    await sign_in(client, Role.officer)
    for address in ("/mails", f"/mails/{mail_id}"):
        assert (await client.get(address)).status_code == 403
    assert (await client.post_form(f"/mails/{mail_id}/again", {})).status_code == 403
    await sign_in(client, Role.office)
    assert (await client.get("/mails/4711")).status_code == 404
    assert (await client.post_form("/mails/4711/again", {})).status_code == 404


async def test_a_letter_tells_every_try_and_never_the_code(client: Browser, kerb: Kerb) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    await sign_in(client, Role.office)
    page = (await client.get(f"/mails/{await letter('release')}")).text
    assert "dana@example.com" in page
    assert f'href="/boots/{kerb.boot_id}"' in page
    assert f'href="/violations/{kerb.violation_id}"' in page
    assert "250 OK" in page
    assert "<dt>Language</dt><dd>English</dd>" in page
    assert "47-11" not in words(page)
    assert "47-11" not in words((await client.get("/mails")).text)


async def test_a_letter_that_waits_says_when_it_is_tried_next(client: Browser, kerb: Kerb) -> None:
    await kerb.pay()
    mail_id = await letter("release")
    later = datetime(2031, 5, 6, 12, 34, tzinfo=UTC)
    await Outbox.update({Outbox.due_at: later}).where(Outbox.subject_id == mail_id)
    await sign_in(client, Role.office)
    for address in ("/mails?kind=release", f"/mails/{mail_id}"):
        page = (await client.get(address)).text
        assert "Next try" in page
        assert later.isoformat()[:16] in page
        assert "/again" not in page
    assert "We keep trying by ourselves." in (await client.get(f"/mails/{mail_id}")).text


async def test_a_failed_letter_waits_again_and_the_dashboard_is_told(
    client: Browser, kerb: Kerb
) -> None:
    await kerb.pay()
    mail_id = await letter("receipt")
    await became(mail_id, "failed", "550 no such user")
    await sign_in(client, Role.office)
    asked = (await client.get(f"/mails/{mail_id}")).text
    assert "Send again to dana@example.com" in asked
    answer = await client.post_form(f"/mails/{mail_id}/again", {})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/mails/{mail_id}?done=again"
    assert "on its way again" in (await client.get(answer.headers["location"])).text
    row = await Mail.select().where(Mail.id == mail_id).first()
    assert row is not None
    assert (row["status"], await waiting(mail_id)) == ("queued", 1)
    deed = await AuditEvent.select().order_by(AuditEvent.id, ascending=False).first()
    assert deed is not None
    assert (deed["verb"], deed["subject"], deed["subject_id"]) == (
        "send_mail_again",
        "mail",
        mail_id,
    )
    assert "dana@" not in deed["after"]
    postman = PretendPostman()
    await deliver(kerb, postman)
    assert len(postman.sent) == 2


async def test_of_a_letter_that_was_sent_a_copy_is_written(kerb: Kerb) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    office = await a_staff(Role.office)
    first = await letter("release")
    made = await send_mail_again(office, kerb.bells, first)
    await Guess.delete(force=True)
    postman = PretendPostman()
    await deliver(kerb, postman)
    [(_, to, mark)] = postman.sent
    assert (to, mark) == (
        "dana@example.com",
        f"<release-{kerb.assignment_id}-again1@example.com>",
    )
    kerb.bells.hinted.clear()
    again = await send_mail_again(office, kerb.bells, made)
    row = await Mail.select().where(Mail.id == again).first()
    assert row is not None
    assert row["message_id"] == f"release-{kerb.assignment_id}-again2"
    assert [list(hint) for hint in kerb.bells.hinted] == [[kerb.boot_id]]


async def test_letters_are_sent_again_once_a_minute_and_five_times_a_day(
    client: Browser, kerb: Kerb
) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    mail_id = await letter("receipt")
    await sign_in(client, Role.office)
    assert (await client.post_form(f"/mails/{mail_id}/again", {})).status_code == 303
    refused = await client.post_form(f"/mails/{mail_id}/again", {})
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) <= 60
    assert 'id="errors"' in refused.text
    assert await Mail.count().where(Mail.kind == "receipt") == 2
    office = await a_staff(Role.office)
    for _ in range(4):
        await Guess.delete().where(Guess.kind == "resend_minute")
        await send_mail_again(office, kerb.bells, mail_id)
    await Guess.delete().where(Guess.kind == "resend_minute")
    with pytest.raises(TooMany):
        await send_mail_again(office, kerb.bells, mail_id)


async def test_nothing_is_sent_again_to_an_address_that_was_changed(
    client: Browser, kerb: Kerb
) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    office = await a_staff(Role.office)
    release, receipt = await letter("release"), await letter("receipt")
    payment = await Mail.select(Mail.payment).where(Mail.id == receipt).first()
    assert payment is not None
    await change_email(office, kerb.bells, payment["payment"], "new@example.com", payer=None)
    await sign_in(client, Role.office)
    for mail_id in (release, receipt):
        answer = await client.post_form(f"/mails/{mail_id}/again", {})
        assert answer.status_code == 409
        assert "The address was changed since." in answer.text
    assert await Mail.count().where(Mail.recipient == "dana@example.com") == 3


async def test_no_code_is_sent_again_for_a_boot_that_is_back(kerb: Kerb) -> None:
    await kerb.pay()
    await deliver(kerb, PretendPostman())
    await BootAssignment.update({BootAssignment.returned_at: datetime.now(UTC)}, force=True)
    with pytest.raises(Conflict):
        await send_mail_again(await a_staff(Role.office), kerb.bells, await letter("release"))


async def test_a_letter_that_still_waits_is_not_sent_twice(kerb: Kerb) -> None:
    await kerb.pay()
    with pytest.raises(Conflict):
        await send_mail_again(await a_staff(Role.office), kerb.bells, await letter("release"))


async def test_two_who_send_a_failed_letter_again_send_it_once(kerb: Kerb) -> None:
    await kerb.pay()
    mail_id = await letter("release")
    await became(mail_id, "failed", "550 no such user")
    office = await a_staff(Role.office)
    ends = await asyncio.gather(
        *(send_mail_again(office, kerb.bells, mail_id) for _ in range(4)), return_exceptions=True
    )
    assert sum(end == mail_id for end in ends) == 1
    assert sum(isinstance(end, Conflict | TooMany) for end in ends) == 3
    assert await waiting(mail_id) == 1


async def test_a_letter_stopped_by_a_change_of_address_can_be_sent_again_after_the_way_back(
    kerb: Kerb,
) -> None:
    await kerb.pay()
    office, mail_id = await a_staff(Role.office), await letter("receipt")
    row = await Mail.select(Mail.payment).where(Mail.id == mail_id).first()
    for _ in range(2):
        await Outbox.update({Outbox.done_at: datetime.now(UTC)}, force=True)
        for email in ("new@example.com", "dana@example.com"):
            await change_email(office, kerb.bells, row["payment"], email, payer=None)
        await Guess.delete(force=True)
        await send_mail_again(office, kerb.bells, mail_id)
        assert await waiting(mail_id) == 1
