"""Private PostgreSQL and Redis servers, so that no test counts on one that happens to run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.ports import free_port

START_SECONDS = 20.0
START_TRIES = 8
STOP_SECONDS = 10.0


class ServerError(Exception):
    """A server program is missing, or did not start or stop in time. Raised, never skipped on."""


def program(name: str, package: str) -> Path:
    """Where `name` is installed: PATH first, then Debian's folders of PostgreSQL programs.

    Raises ServerError naming the Debian `package` that holds it.
    """
    on_path = shutil.which(name)
    if on_path:
        return Path(on_path)
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3])
    )
    if versions:
        return versions[-1]
    raise ServerError(f"{name} is not installed: apt-get install {package}")


class Server(ABC):
    """One server process on 127.0.0.1 with a data folder of its own.

    `kill` is kill -9 for drills; `start` after it finds port and data as they were left. As a
    context manager it starts on entry, and on exit stops and removes the folder.
    """

    def __init__(self, kind: str) -> None:
        self.port = free_port()
        # Not pytest's tmp_path: its parents are closed to the other OS user PostgreSQL needs.
        self.folder = Path(tempfile.mkdtemp(prefix=f"bootkeeper-{kind}-"))
        self.log = self.folder / "server.log"
        self.os_user: str | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> Sequence[str | Path]:
        """The program and arguments that keep the server in the foreground."""

    @abstractmethod
    def answers(self, pid: int) -> bool:
        """Whether the process `pid` takes connections by now."""

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until it answers. Raises ServerError with the end of the log."""
        if self.running:
            return
        deadline = time.monotonic() + START_SECONDS
        for _ in range(START_TRIES):
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    self.command(), cwd=self.folder, stdout=log, stderr=log, user=self.os_user
                )
            while process.poll() is None and time.monotonic() < deadline:
                if self.answers(process.pid):
                    self._process = process
                    return
                time.sleep(0.02)
            process.kill()
            process.wait()
            # After a kill -9 the children of the last one may hold its memory for a moment.
            time.sleep(0.25)
        raise ServerError(f"{self.command()[0]} did not start:\n{self._end_of_log()}")

    def stop(self) -> None:
        """Shut down in an orderly way, keeping the data. Raises ServerError when it will not."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """kill -9: no goodbye, nothing flushed by the process; the data stay as they are."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop in an orderly way and start again on the same port and data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.wait()
            raise ServerError(f"{process.args!r} did not stop:\n{self._end_of_log()}") from error

    def _end_of_log(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else "(no log)"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class PostgresServer(Server):
    """A PostgreSQL cluster; user `postgres`, no password, UTF-8, sorted by code point.

    `fsync=False` keeps what the process acknowledged through a kill -9, not through a power cut.
    """

    def __init__(self, *, fsync: bool = False, max_connections: int = 300) -> None:
        self._initdb = program("initdb", "postgresql")
        self._postgres = program("postgres", "postgresql")
        self._psql = program("psql", "postgresql")
        super().__init__("postgres")
        self._data = self.folder / "data"
        self._options = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": str(max_connections),
            "fsync": "on" if fsync else "off",
            "full_page_writes": "on" if fsync else "off",
        }

    def command(self) -> Sequence[str | Path]:
        settings = [f"--{name}={value}" for name, value in self._options.items()]
        return [self._postgres, "-D", self._data, *settings]

    def answers(self, pid: int) -> bool:
        # PostgreSQL writes its own state there; a killed one leaves the file with its old pid.
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def start(self) -> None:
        if not self._data.exists():
            self._make_cluster()
        super().start()

    def url(self, database: str = "postgres") -> str:
        """The address of one database of this cluster."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create database `name`, as a copy of `template` when given, and return its address.

        A template must have no open connections. Raises ServerError with PostgreSQL's words.
        """
        copied = f' TEMPLATE "{template}"' if template else ""
        self.sql(f'CREATE DATABASE "{name}"{copied}')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop database `name`, cutting who is still connected. Raises ServerError."""
        self.sql(f'DROP DATABASE "{name}" WITH (FORCE)')

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement through psql and return its bare output. Raises ServerError."""
        done = subprocess.run(
            [self._psql, "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", statement, self.url(database)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerError(done.stderr.strip())
        return done.stdout.strip()

    def dump_rows(self, database: str) -> str:
        """SQL that fills an empty copy of `database` with its rows and numbers."""
        kept = ["--data-only", "--inserts", "--no-owner"]
        done = subprocess.run(
            [program("pg_dump", "postgresql"), *kept, self.url(database)],
            capture_output=True,
            text=True,
            check=True,
        )
        # Lines with a backslash are psql's own, for scripts from strangers.
        return "\n".join(line for line in done.stdout.splitlines() if not line.startswith("\\"))

    def _make_cluster(self) -> None:
        if os.getuid() == 0:
            # PostgreSQL refuses to run as root.
            try:
                owner = pwd.getpwnam("postgres")
            except KeyError as error:
                raise ServerError(
                    "as root, PostgreSQL needs the OS user postgres: apt-get install postgresql"
                ) from error
            self.os_user = owner.pw_name
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            closed = [path for path in self.folder.parents if not path.stat().st_mode & 0o001]
            if closed:
                raise ServerError(f"the OS user postgres may not enter {closed[0]}: set TMPDIR")
        made = subprocess.run(
            [
                *(self._initdb, "-D", self._data, "-U", "postgres"),
                *("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            cwd=self.folder,
            user=self.os_user,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise ServerError(f"initdb failed:\n{made.stdout}{made.stderr}")


class RedisServer(Server):
    """A Redis without a password; `persistent` keeps an append-only file through kill -9."""

    def __init__(self, *, persistent: bool = False) -> None:
        self._redis = program("redis-server", "redis-server")
        self._persistent = persistent
        super().__init__("redis")

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str | Path]:
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.folder),
            "save": "",
            "appendonly": "yes" if self._persistent else "no",
            "appendfsync": "always",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return [self._redis, *words]

    def answers(self, pid: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"INFO server\r\n")
                # Another Redis may hold the port and would answer for a failing one.
                return f"process_id:{pid}\r\n".encode() in line.recv(8192)
        except OSError:
            return False
