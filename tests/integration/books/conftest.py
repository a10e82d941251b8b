"""Payments of every kind, on which the books are checked."""

import pytest

from tests.databases import Databases
from tests.integration.books.till import Copies
from tests.integration.payments.conftest import kerb
from tests.servers import PostgresServer

__all__ = ["kerb"]


@pytest.fixture(scope="module")
def copies(databases: Databases, postgres_server: PostgresServer | None) -> Copies:
    """One arranged till, copied for each run."""
    return Copies(databases, postgres_server)
