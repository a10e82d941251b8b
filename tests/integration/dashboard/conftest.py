"""The dashboard's tests run in a town where boots may be issued, and may count statements."""

from typing import Any

import pytest

from app.db import database
from tests.factories import switch


@pytest.fixture(autouse=True)
async def _boots_may_be_issued(app_db: str) -> None:
    """Universal Boot is on."""
    await switch(universal_boot_enabled="true")


class Counted:
    """The statements sent to the database so far."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def about(self, table: str) -> int:
        """How many statements read `table`."""
        return sum(f" {table}" in f" {text.replace(chr(34), '')}" for text in self.said)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """The statements of this test from here on."""
    found = Counted()
    real = type(database()).run_querystring

    async def counting(self: Any, querystring: Any, *args: Any, **more: Any) -> Any:
        found.said.append(str(querystring))
        return await real(self, querystring, *args, **more)

    monkeypatch.setattr(type(database()), "run_querystring", counting)
    return found
