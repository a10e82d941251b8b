"""Every drill has a database, keys and a street of its own."""

from pathlib import Path

import pytest

from app.actions.steps.work import Bells
from tests.drills.street import Street, lay_out


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this drill's servers keep their keys and files."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
async def street(app_db: str, own_folder: Path, bells: Bells) -> Street:
    """A town where boots may be issued, with one officer and nothing written yet."""
    return await lay_out(bells)
