"""Target P1: a scan of a label asks the database little enough."""

import httpx

from tests.factories import a_boot, a_violation, switch, token_of
from tests.statements import recorded_statements

MOST_STATEMENTS = 3


async def test_the_landing_page_of_an_issued_boot_takes_at_most_three_statements(
    client: httpx.AsyncClient,
) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot("Red Boot 01")
    await a_violation(boot_id=boot_id)
    page = f"/b/{await token_of(boot_id)}"
    await client.get("/sign-in")  # settings are in the page's cache from here on
    client.cookies.clear()
    with recorded_statements() as stranger:
        first = await client.get(page)
    with recorded_statements() as known_browser:
        again = await client.get(page)
    assert "Red Boot 01" in first.text
    assert "$165.00" in again.text
    assert 1 <= len(stranger) <= MOST_STATEMENTS, [one.sql for one in stranger]
    assert 1 <= len(known_browser) <= MOST_STATEMENTS, [one.sql for one in known_browser]


async def test_the_counter_sees_statements_inside_and_outside_transactions(
    client: httpx.AsyncClient,
) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    with recorded_statements() as seen:
        await a_violation(boot_id=boot_id)
    assert {one.in_transaction for one in seen} == {True, False}
    assert any(one.sql.lstrip().startswith("UPDATE") and one.rows for one in seen)
