"""The sandbox ready for a test, with a merchant listening."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox.bench import SandboxBench, sandbox_bench


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[SandboxBench]:
    async with sandbox_bench(tmp_path / "sandbox.sqlite3") as bench:
        yield bench
