"""Signing in: misses are counted exactly, a whole shift gets in, and sessions end."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from litestar.datastructures import Headers

from app.actions.staff.add_staff import add_staff
from app.actions.staff.sign_in import MOST_PER_EMAIL, sign_in
from app.actions.steps.staff.refuse_origin_with_misses import MOST_PER_ADDRESS
from app.clock import now
from app.gateways import passwords
from app.reads.staff.signed_in import IDLE_LIMIT, signed_in
from app.routes.visitor import address_of
from app.rules.errors import Invalid, TooMany
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.people.staff import Staff
from app.tables.people.staff_session import StaffSession
from app.tables.records.guess import Guess
from tests import factories
from tests.factories import PASSWORD, Silent, a_staff
from tests.integration.conftest import Browser

SHIFT = 50


async def try_in(email: str, password: str, origin: str) -> str:
    """How a try ends: `in`, `wrong` or `closed`."""
    try:
        await sign_in(email, password, origin=origin, bells=Silent())
    except Invalid:
        return "wrong"
    except TooMany:
        return "closed"
    return "in"


async def known(number: int) -> list[str]:
    """That many people who can sign in, all with the same password; their emails."""
    hashed = await passwords.hashed(PASSWORD)
    people = [
        Staff(
            name=f"Person {n}",
            email=f"person{n}@example.com",
            password_hash=hashed,
            role="officer",
            active=True,
            created_at=now(),
        )
        for n in range(number)
    ]
    await Staff.insert(*people)
    return [str(one.email) for one in people]


async def test_a_whole_shift_signs_in_at_the_same_moment_behind_one_address() -> None:
    emails = await known(SHIFT)
    ends = await asyncio.gather(*(try_in(one, PASSWORD, "192.0.2.7") for one in emails))
    assert ends == ["in"] * SHIFT
    assert {row["tries"] for row in await Guess.select(Guess.tries)} == {0}


async def test_tries_at_once_from_one_neighbourhood_are_answered_as_often_as_the_limit() -> None:
    tries = [try_in(f"nobody{n}@example.com", "x" * 12, f"192.0.2.{n}") for n in range(60)]
    ends = await asyncio.gather(*tries)
    assert ends.count("wrong") == MOST_PER_ADDRESS
    assert ends.count("closed") == 60 - MOST_PER_ADDRESS
    assert await try_in("another@example.com", "x" * 12, "192.0.3.1") == "wrong"


async def test_tries_at_once_on_one_email_are_answered_as_often_as_the_limit() -> None:
    tries = [try_in("a@example.com", "x" * 12, f"10.0.{n}.1") for n in range(25)]
    ends = await asyncio.gather(*tries)
    assert ends.count("wrong") == MOST_PER_EMAIL
    assert ends.count("closed") == 25 - MOST_PER_EMAIL


async def test_a_right_guess_that_comes_out_after_the_last_miss_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [email] = await known(1)
    judged, finish = asyncio.Event(), asyncio.Event()

    async def slow(stored: str | None, password: str) -> bool:
        if stored is None:
            return False
        judged.set()
        await finish.wait()
        return True

    monkeypatch.setattr("app.actions.staff.sign_in.matches", slow)
    right = asyncio.create_task(try_in(email, PASSWORD, "192.0.2.1"))
    await judged.wait()
    for n in range(MOST_PER_ADDRESS):
        assert await try_in(f"nobody{n}@example.com", "x" * 12, "192.0.2.2") == "wrong"
    finish.set()
    assert await right == "closed"
    assert await StaffSession.count() == 0


async def a_session(client: Browser) -> str:
    """The token of somebody who has just signed in and sees the dashboard."""
    await factories.sign_in(client, Role.officer)
    assert (await client.get("/dashboard")).status_code == 200
    return client.cookies["bk-staff"]


async def test_a_session_ends_after_a_time_without_use(client: Browser) -> None:
    await a_session(client)
    almost = now() - IDLE_LIMIT + timedelta(seconds=30)
    await StaffSession.update({StaffSession.seen_at: almost}, force=True)
    assert (await client.get("/dashboard")).status_code == 200
    # That visit was use: the limit has moved on.
    assert (await StaffSession.select().first())["seen_at"] > almost
    await StaffSession.update({StaffSession.seen_at: now() - IDLE_LIMIT}, force=True)
    assert (await client.get("/dashboard")).status_code == 303


async def test_a_session_ends_at_its_absolute_limit_however_busy(client: Browser) -> None:
    await a_session(client)
    await StaffSession.update({StaffSession.expires_at: now()}, force=True)
    assert (await client.get("/dashboard")).status_code == 303


async def test_who_is_no_longer_active_is_out_at_once_and_stays_out(client: Browser) -> None:
    await a_session(client)
    await Staff.update({Staff.active: False}, force=True)
    assert (await client.get("/dashboard")).status_code == 303
    email = (await Staff.select(Staff.email).first())["email"]
    assert await try_in(email, PASSWORD, "192.0.2.1") == "wrong"


async def test_asking_who_is_signed_in_writes_nothing(client: Browser) -> None:
    token = await a_session(client)
    before = now() - timedelta(minutes=5)
    await StaffSession.update({StaffSession.seen_at: before}, force=True)
    assert await signed_in(token) is not None
    assert (await StaffSession.select().first())["seen_at"] == before


async def test_a_password_counts_with_the_blanks_at_its_ends(client: Browser) -> None:
    await add_staff(
        Actor(name="setup"),
        Silent(),
        name="Blank",
        email="blank@example.com",
        password=" three odd words ",
        role=Role.officer,
    )
    for typed, status in ((" three odd words ", 303), ("three odd words", 422)):
        answer = await client.post_form(
            "/sign-in", {"email": "blank@example.com", "password": typed}
        )
        assert answer.status_code == status


async def test_a_well_known_password_is_refused_for_new_staff() -> None:
    with pytest.raises(Invalid) as refused:
        await add_staff(
            Actor(name="setup"),
            Silent(),
            name="Easy",
            email="easy@example.com",
            password="Password123456",
            role=Role.officer,
        )
    assert "easy to guess" in refused.value.fields["password"]
    await a_staff(Role.officer)


def seen_from(direct: str, *lines: str, trusted: tuple[str, ...] = ()) -> str:
    """The visitor's address for a connection from `direct` with these forwarding headers."""
    settings = SimpleNamespace(trusted_proxies=trusted)
    app = SimpleNamespace(state=SimpleNamespace(desk=SimpleNamespace(settings=settings)))
    headers = Headers([(b"x-forwarded-for", line.encode()) for line in lines])
    client = SimpleNamespace(host=direct)
    return address_of(cast("Any", SimpleNamespace(client=client, app=app, headers=headers)))


@pytest.mark.parametrize(
    ("direct", "lines", "trusted", "seen"),
    [
        ("203.0.113.9", ("198.51.100.1",), (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), ("10.0.0.1",), "203.0.113.9"),
        ("10.0.0.1", ("198.51.100.1",), ("10.0.0.1",), "198.51.100.1"),
        ("10.0.0.1", ("6.6.6.6, 198.51.100.1",), ("10.0.0.1",), "198.51.100.1"),
        ("10.0.0.1", ("6.6.6.6", "198.51.100.1"), ("10.0.0.1",), "198.51.100.1"),
        ("10.0.0.1", ("198.51.100.1, 10.0.0.2",), ("10.0.0.0/24",), "198.51.100.1"),
        ("10.0.0.1", ("198.51.100.1:4711",), ("10.0.0.1",), "198.51.100.1"),
        ("10.0.0.1", ("[2001:db8::1]:4711",), ("10.0.0.1",), "2001:db8::1"),
        ("::ffff:10.0.0.1", ("2001:db8::1",), ("10.0.0.1",), "2001:db8::1"),
        ("10.0.0.1", ("198.51.100.1, <script>",), ("10.0.0.1",), "10.0.0.1"),
        ("10.0.0.1", (), ("10.0.0.1",), "10.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_from_our_proxies_alone(
    direct: str, lines: tuple[str, ...], trusted: tuple[str, ...], seen: str
) -> None:
    assert seen_from(direct, *lines, trusted=trusted) == seen
