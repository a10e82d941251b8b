"""Whatever stands in the address of a list, a database is asked only what it can compare."""

import pytest

from app.routes.search_words import search_words
from app.rules.people.access import Role
from tests.factories import sign_in
from tests.integration.conftest import Browser

LISTS = (
    "/boots",
    "/violations",
    "/payments",
    "/counter",
    "/dashboard",
    "/report",
    "/report/totals",
    "/report.csv",
    "/search",
)


@pytest.mark.parametrize("address", LISTS)
async def test_a_nul_in_the_search_is_no_fault_of_ours(client: Browser, address: str) -> None:
    await sign_in(client, Role.admin)
    for search in ("%00", "red%00boot", "%01%7F%E2%80%8B", "x" * 5000):
        answer = await client.get(f"{address}?q={search}")
        assert answer.status_code == 200, f"{address}?q={search[:20]}"


def test_search_words_are_one_short_line() -> None:
    assert search_words("  red\x00 boot \n 01\u200b ", 60) == "red boot 01"
    assert search_words("abcdef", 3) == "abc"
