"""A change is drawn once, however many people look at it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.actions.steps.work import work
from app.reads.settings.system_settings import forget_cached_settings
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.tables.boots.boot import Boot
from app.templating import Templates
from tests.factories import Silent, a_boot, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.dashboard import arrange
from tests.integration.dashboard.conftest import Counted

BOARD = "/dashboard/board"


async def change(boot_id: int, name: str) -> None:
    """As every action does it: the row, and the revision in the same transaction."""
    async with work(SYSTEM, Silent()) as doing:
        await Boot.update({Boot.name: name}).where(Boot.id == boot_id)
        doing.touch(boot_id)


async def test_a_board_that_has_not_changed_costs_one_statement(
    client: Browser, counted: Counted
) -> None:
    await arrange.issued("Red Boot 01")
    await sign_in(client, Role.office)
    first = await client.get(BOARD)
    counted.said.clear()
    second = await client.get(BOARD)
    assert second.text == first.text
    assert counted.about("FROM live_revision") == 1
    assert [text for text in counted.said if "boot" in text] == []


async def test_a_hundred_viewers_of_one_change_cost_one_drawing(
    client: Browser, counted: Counted
) -> None:
    boot_id = await arrange.issued("Red Boot 01")
    await sign_in(client, Role.office)
    await client.get(BOARD)
    await change(boot_id, "Blue Boot 02")
    counted.said.clear()
    answers = await asyncio.gather(*(client.get(BOARD) for _ in range(100)))
    assert all("Blue Boot 02" in answer.text for answer in answers)
    assert counted.about("FROM boot_assignment a") == 1


async def test_every_change_of_a_boot_is_drawn_anew(client: Browser) -> None:
    boot_id = await arrange.issued("Red Boot 01")
    await sign_in(client, Role.office)
    for name in ("Green Boot 03", "Blue Boot 02"):
        await client.get(BOARD)
        await change(boot_id, name)
        assert name in (await client.get(BOARD)).text


async def test_the_clock_alone_makes_a_kept_board_old(client: Browser) -> None:
    await arrange.released("Red Boot 01", timedelta(seconds=1))
    await sign_in(client, Role.office)
    assert "Overdue" not in (await client.get(BOARD)).text
    await asyncio.sleep(1.1)
    assert "Overdue" in (await client.get(BOARD)).text


async def test_a_changed_setting_is_not_hidden_by_a_kept_board(client: Browser) -> None:
    await arrange.issued("Red Boot 01")
    await sign_in(client, Role.office)
    await switch(time_zone='"UTC"')
    forget_cached_settings()
    in_utc = (await client.get(BOARD)).text
    await switch(time_zone='"Asia/Tokyo"')
    forget_cached_settings()
    assert (await client.get(BOARD)).text != in_utc


async def test_a_kept_board_holds_nothing_of_the_one_who_saw_it_first(client: Browser) -> None:
    await arrange.issued("Red Boot 01")
    await a_boot("Store 1")
    await sign_in(client, Role.admin)
    first = (await client.get(BOARD)).text
    await sign_in(client, Role.officer)
    assert (await client.get(BOARD)).text == first
    assert "csrf" not in first
    assert "nonce" not in first


async def test_a_board_is_the_same_packed_and_plain_and_shows_each_what_they_may_see(
    client: Browser,
) -> None:
    await arrange.a_payment(await arrange.returned("Red Boot 01"), "due")
    seen: dict[Role, str] = {}
    for role in (Role.office, Role.officer, Role.office):
        await sign_in(client, role)
        packed = await client.get(BOARD, headers={"accept-encoding": "gzip"})
        plain = await client.get(BOARD, headers={"accept-encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.headers["vary"] == plain.headers["vary"]
        assert "Accept-Encoding" in plain.headers["vary"]
        assert packed.text == plain.text
        assert seen.setdefault(role, packed.text) == packed.text
    assert 'id="refunds-due"' in seen[Role.office]
    assert 'id="refunds-due"' not in seen[Role.officer]


async def test_only_the_row_that_changed_is_drawn_anew(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await arrange.many_more_like(await arrange.issued("Many"), 20)
    boot_id = await arrange.issued("Red Boot 01")
    await sign_in(client, Role.office)
    first = (await client.get(BOARD)).text
    drawn: list[str] = []
    real = Templates.render

    def counting(self: Templates, template: str, *args: Any, **more: Any) -> str:
        drawn.append(template)
        return real(self, template, *args, **more)

    monkeypatch.setattr(Templates, "render", counting)
    await change(boot_id, "Blue Boot 02")
    second = (await client.get(BOARD)).text
    assert drawn.count("dashboard/_one.html") == 1
    assert "Blue Boot 02" in second
    assert second.count("data-row") == first.count("data-row") == 22


async def test_who_asks_after_a_change_never_gets_the_answer_from_before(client: Browser) -> None:
    boot_id = await arrange.issued("Red Boot 01")
    await sign_in(client, Role.office)
    early = asyncio.create_task(client.get(BOARD))
    for n in range(5):
        await change(boot_id, f"Boot of turn {n}")
        answers = await asyncio.gather(*(client.get(BOARD) for _ in range(5)))
        assert all(f"Boot of turn {n}" in answer.text for answer in answers)
    await early


async def test_different_searches_are_kept_apart(client: Browser) -> None:
    await arrange.issued("Red Boot 01")
    await arrange.issued("Blue Boot 02")
    await sign_in(client, Role.office)
    for _ in range(2):
        red = (await client.get(BOARD, params={"q": "red"})).text
        blue = (await client.get(BOARD, params={"q": "blue"})).text
        assert "Red Boot 01" in red
        assert "Blue Boot 02" not in red
        assert "Blue Boot 02" in blue
        assert "Red Boot 01" not in blue
