"""Long groups and shelves of the board go on behind links that live in the address."""

from datetime import UTC, datetime

from app.reads.dashboard.asked import Asked
from app.reads.dashboard.board import board
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from tests.factories import a_boot, sign_in
from tests.integration.conftest import Browser
from tests.integration.dashboard import arrange
from tests.integration.dashboard.test_board import names, shown


async def test_a_group_of_more_than_a_hundred_goes_on_behind_a_link() -> None:
    await arrange.many_more_like(await arrange.issued("Many 0"), 101)
    found = await shown()
    issued = next(group for group in found.groups if group.name == "issued")
    assert (issued.shown.first, issued.shown.last, issued.shown.count) == (1, 100, 102)
    assert (issued.shown.back, issued.shown.on) == (None, "?group=issued&page=2")
    second = await board(Asked(group="issued", page=2), datetime.now(UTC))
    rest = next(group for group in second.groups if group.name == "issued")
    assert (rest.shown.first, rest.shown.last, len(rest.rows)) == (101, 102, 2)
    assert (rest.shown.back, rest.shown.on) == ("", None)
    names = [row.boot_name for row in (*issued.rows, *rest.rows)]
    assert len(set(names)) == 102


async def test_a_shelf_of_more_than_a_hundred_goes_on_behind_a_link() -> None:
    await arrange.many_more_like(await arrange.issued("Many 0"), 101)
    await Boot.update({Boot.status: "available"}).where(Boot.name != "Many 0")
    for search in ("", "many"):
        first = next(one for one in (await shown(search)).shelves if one.status == "available")
        assert (len(first.boots), first.count, first.shown.back) == (100, 101, None)
        assert str(first.shown.on).endswith("group=available&page=2")
        asked = Asked(search, group="available", page=2)
        second = next(
            one
            for one in (await board(asked, datetime.now(UTC))).shelves
            if one.status == "available"
        )
        assert (second.shown.first, second.shown.last) == (101, 101)
        assert second.boots[0].name > first.boots[-1].name


async def test_a_page_beyond_the_end_is_the_last_one() -> None:
    await arrange.issued("Only one")
    await a_boot("Store 1")
    for group, name in (("issued", "Only one"), ("available", "Store 1")):
        found = await board(Asked(group=group, page=7), datetime.now(UTC))
        assert names(found)[group] == [name]
        shown_part = [
            *(one.shown for one in found.groups if one.name == group),
            *(one.shown for one in found.shelves if one.status == group),
        ]
        assert [(one.first, one.last, one.count) for one in shown_part] == [(1, 1, 1)]


async def test_the_links_of_a_page_keep_search_and_filter_and_are_followed(
    client: Browser,
) -> None:
    await sign_in(client, Role.office)
    await arrange.many_more_like(await arrange.issued("Many 0"), 100)
    page = (await client.get("/dashboard", params={"q": "many", "status": "issued"})).text
    link = "/dashboard?q=many&amp;status=issued&amp;group=issued&amp;page=2#group-issued"
    assert f'href="{link}"' in page
    assert "1 to 100 of 101" in page
    second = (await client.get(link.replace("&amp;", "&"))).text
    assert "101 to 101 of 101" in second
    assert 'href="/dashboard?q=many&amp;status=issued#group-issued" rel="prev"' in second
    # What follows changes stays at this page.
    assert "/dashboard/board?q=many&amp;status=issued&amp;group=issued&amp;page=2" in second
    for nonsense in ("0", "-1", "x", "", "9" * 30, "٣"):
        answer = await client.get("/dashboard", params={"group": "issued", "page": nonsense})
        assert answer.status_code == 200, nonsense
