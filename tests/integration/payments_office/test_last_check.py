"""The administrator sees on the page of takings what the last check of the books found."""

from datetime import date, timedelta

import pytest

from app.actions.books.check_books import check_books
from app.clock import now
from app.gateways.payments.providers import Providers
from app.rules.people.access import Role
from app.tables.money.receipt import Receipt
from app.tables.records.book_check import BookCheck
from tests.conftest import RecordingBells
from tests.factories import sign_in
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, booted

TODAY = date(2026, 3, 9)


@pytest.fixture
async def paid(bells: RecordingBells) -> Kerb:
    """A booted car that was paid for."""
    kerb = await booted(bells)
    await kerb.pay()
    return kerb


async def check(kerb: Kerb, day: date = TODAY) -> None:
    await check_books(day, Providers(kerb.provider), kerb.bells)


async def seen_by(client: Browser, role: Role) -> str:
    await sign_in(client, role)
    answer = await client.get("/takings")
    assert answer.status_code == 200
    return answer.text


async def test_before_the_first_night_the_page_says_so(client: Browser) -> None:
    assert "have not been checked yet" in await seen_by(client, Role.admin)


async def test_books_that_balance_are_said_to(client: Browser, paid: Kerb) -> None:
    await BookCheck.insert(BookCheck(day=TODAY, checked_at=now(), problems=0, report=""))
    text = await seen_by(client, Role.admin)
    assert "The books balance." in text
    assert "do not balance" not in text


async def test_what_does_not_balance_is_listed_in_red(client: Browser, paid: Kerb) -> None:
    await Receipt.delete(force=True)
    await check(paid)
    text = await seen_by(client, Role.admin)
    assert '<section class="notice bad" id="last-check">' in text
    assert "The books do not balance" in text
    assert "receipt_agrees (rule M10)" in text
    assert "Not so: payment 1" in text


async def test_the_newest_night_counts(client: Browser, paid: Kerb) -> None:
    await check(paid)
    await BookCheck.insert(
        BookCheck(day=TODAY + timedelta(days=1), checked_at=now(), problems=0, report="")
    )
    assert "The books balance." in await seen_by(client, Role.admin)


async def test_a_check_that_did_not_come_is_pointed_out(client: Browser, paid: Kerb) -> None:
    long_ago = now() - timedelta(hours=37)
    await BookCheck.insert(BookCheck(day=TODAY, checked_at=long_ago, problems=0, report=""))
    text = await seen_by(client, Role.admin)
    assert "were not checked last night" in text
    assert "The books balance." not in text


async def test_the_office_is_not_troubled_with_it(client: Browser, paid: Kerb) -> None:
    await Receipt.delete(force=True)
    await check(paid)
    assert "last-check" not in await seen_by(client, Role.office)
