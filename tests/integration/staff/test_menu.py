"""The menu of the staff leads to every screen that a person may see, the work before the set-up."""

import re

from app.rules.people.access import Role
from tests.factories import sign_in
from tests.integration.conftest import Browser

MENU = re.compile(r'<ul class="(menu[^"]*)"[^>]*>(.*?)</ul>', re.DOTALL)
ADDRESS = re.compile(r'href="([^"]+)"')


async def menus(client: Browser, role: Role, page: str = "/dashboard") -> dict[str, list[str]]:
    await sign_in(client, role)
    found = MENU.findall((await client.get(page)).text)
    return {name: ADDRESS.findall(items) for name, items in found}


async def test_the_administrator_finds_the_report_among_the_work_and_the_rest_apart(
    client: Browser,
) -> None:
    found = await menus(client, Role.admin)
    assert "/report" in found["menu"]
    # The mailbox is the demonstration's, in which these tests play.
    setup = ["/offences", "/settings", "/templates", "/staff", "/audit", "/mailbox"]
    assert found["menu setup"] == setup
    assert not {*found["menu"]} & {*found["menu setup"]}
    page = (await client.get("/dashboard")).text
    assert '<ul class="menu setup" aria-label="System Configuration">' in page


async def test_who_sets_nothing_up_has_one_menu(client: Browser) -> None:
    found = await menus(client, Role.officer)
    assert [*found] == ["menu"]
    assert "/report" not in found["menu"]
