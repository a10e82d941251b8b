"""A port that is taken is said in one sentence, before anything was printed or made."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("command", ["run", "web"])
def test_a_taken_port_is_told_with_the_way_out(command: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PORT": str(port)}
        done = subprocess.run(
            [sys.executable, "-m", "app", command],
            cwd=ROOT,
            env=told,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"Port {port} is taken. Stop the other program, or set PORT.\n"
    assert [path.name for path in tmp_path.iterdir()] in ([], ["demo-keys.json"])
