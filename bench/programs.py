"""Starts the programs a measurement needs, each with an environment of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

STARTS_WITHIN_SECONDS = 20.0


class DidNotStart(Exception):
    """A program ended or kept silent; the text is what it wrote last."""


def environment(folder: Path, database_url: str, port: int = 8000) -> dict[str, str]:
    """The demonstration's settings, embedded profile, with data and database of their own."""
    return {
        **{key: value for key, value in os.environ.items() if key not in UNSET},
        "MODE": "demo",
        "PROFILE": "embedded",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


# What a developer's shell may say about another database must not reach a measurement.
UNSET = {"BASE_URL", "LOG_LEVEL", "POOL_SIZE", "REDIS_URL", "SMTP_URL", "SWEEP_SECONDS"}


def output_of(words: list[str], env: Mapping[str, str]) -> str:
    """Run a Python module to its end. Raises `CalledProcessError`."""
    done = subprocess.run(
        [sys.executable, "-m", *words], check=True, stdout=subprocess.PIPE, text=True, env=env
    )
    return done.stdout.strip()


@contextlib.contextmanager
def running(words: list[str], port: int, env: Mapping[str, str], log: Path) -> Iterator[int]:
    """A Python module serving on `port` while the context lasts; its process id.

    Raises `DidNotStart`.
    """
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], env=env, stdout=lines, stderr=lines
        )
    try:
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise DidNotStart(log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def at_work(words: list[str], env: Mapping[str, str], log: Path) -> Iterator[None]:
    """A Python module that answers nobody, while the context lasts."""
    with log.open("ab") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], env=env, stdout=lines, stderr=lines
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
