"""Demo keys are made once, kept private, and the same for everybody who starts at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.demo_keys import FILE_NAME, KeysRefused, demo_keys

ROOT = Path(__file__).resolve().parents[2]
PRINT_KEYS = (
    "import sys, pathlib; from app.demo_keys import demo_keys;"
    "keys = demo_keys(pathlib.Path(sys.argv[1])); print(keys and keys.seal_key)"
)


def test_keys_are_made_once_and_kept_private(tmp_path: Path) -> None:
    first = demo_keys(tmp_path / "data")
    assert first is not None
    assert demo_keys(tmp_path / "data") == first
    assert (tmp_path / "data" / FILE_NAME).stat().st_mode & 0o777 == 0o600
    Fernet(first.seal_key)
    assert len({first.seal_key, first.signing_key, first.sandbox_api_key}) == 3
    assert list((tmp_path / "data").iterdir()) == [tmp_path / "data" / FILE_NAME]


def test_looking_does_not_create(tmp_path: Path) -> None:
    assert demo_keys(tmp_path, create=False) is None
    assert list(tmp_path.iterdir()) == []


def test_eight_processes_starting_at_once_share_the_keys_of_one(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_KEYS, str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    answers = {process.communicate(timeout=60)[0].strip() for process in processes}
    kept = demo_keys(tmp_path)
    assert kept is not None
    assert answers == {kept.seal_key}


def test_the_loser_of_the_race_takes_the_winners_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    winner = demo_keys(tmp_path)
    # The loser looked before the winner had written.
    monkeypatch.setattr(Path, "exists", lambda self: False)
    assert demo_keys(tmp_path) == winner


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    demo_keys(tmp_path)
    (tmp_path / FILE_NAME).chmod(mode)
    with pytest.raises(KeysRefused, match="chmod 600"):
        demo_keys(tmp_path)


def test_a_link_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    demo_keys(elsewhere)
    (tmp_path / FILE_NAME).symlink_to(elsewhere / FILE_NAME)
    with pytest.raises(KeysRefused):
        demo_keys(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"seal_key": "x"}'])
def test_a_damaged_file_is_named_not_replaced(tmp_path: Path, content: str) -> None:
    path = tmp_path / FILE_NAME
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(descriptor, content.encode())
    os.close(descriptor)
    with pytest.raises(KeysRefused, match="does not hold all keys"):
        demo_keys(tmp_path)
    assert path.read_text() == content


def test_keys_do_not_show_in_a_printed_object(tmp_path: Path) -> None:
    keys = demo_keys(tmp_path)
    assert keys is not None
    assert keys.seal_key not in repr(keys)
    assert keys.sandbox_api_key not in repr(keys)
