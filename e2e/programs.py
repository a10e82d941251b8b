"""Runs the product's own programs and takes them away again, gently or not."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
STOP_SECONDS = 15.0


class DidNotRun(Exception):
    """A program ended when it should not have; the text holds the end of what it printed."""


class Program:
    """One `python -m ...` in a process group of its own, so that nothing outlives a test."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self._words = [sys.executable, "-m", *words]
        self._environment = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; whether it answers is for the caller to ask."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._words,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def check(self) -> None:
        """Raise `DidNotRun` when the process has ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            raise DidNotRun(f"{self._words[1:]} ended:\n{self.end_of_log()}")

    def finish(self) -> None:
        """Wait for a program that ends by itself. Raises `DidNotRun` when it failed."""
        if self._process is not None and self._process.wait(60):
            raise DidNotRun(f"{self._words[1:]} failed:\n{self.end_of_log()}")

    def kill(self) -> None:
        """kill -9 of the program and of everything it started."""
        self._signal_group(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
        self._process = None

    def stop(self) -> None:
        """Ask it to stop, as an operator does. Raises `DidNotRun` when it will not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as late:
            raise DidNotRun(f"{self._words[1:]} did not stop:\n{self.end_of_log()}") from late
        finally:
            self.kill()

    def end_of_log(self) -> str:
        """The last words it printed."""
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def _signal_group(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return
