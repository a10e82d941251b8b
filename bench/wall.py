"""P5 and P8: a change reaches a hundred open dashboards; many connections; the Apply Boot list."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.figures import Figure, percentile
from bench.programs import environment, output_of, running
from tests.ports import free_port
from tests.servers import PostgresServer, RedisServer

BOOTS, ON_CARS = 10_000, 600
VIEWERS = 100
MOST_SECONDS, AIMED_SECONDS = 1.0, 0.250
PAUSE_SECONDS, NEVER_SECONDS = 1.0, 60.0
CONNECTIONS, MOST_MEGABYTES = 1000, 150
FEW, MANY, IDLE_SECONDS = 10, 200, 30
# Of one core, in percent: what the beats that keep silent lines open may cost.
MOST_MORE_IDLE = 2.0
LIST_ASKED = 200
MOST_LIST_SECONDS, MOST_LIST_BYTES = 0.050, 15_000


@dataclass(frozen=True)
class Wall:
    """A web process with an authority's inventory, and the sessions of who may look at it."""

    port: int
    pid: int
    tokens: list[str]
    boot: int
    offence: int

    def cpu_seconds(self) -> float:
        """What the web process has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """What the web process holds in memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000

    @contextlib.contextmanager
    def watched(self, count: int) -> Iterator[subprocess.Popen[str]]:
        """So many open dashboards, all connected."""
        words = [sys.executable, "-m", "bench.viewers"]
        told = {"port": self.port, "tokens": self.tokens, "boot": self.boot, "count": count}
        with subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as viewers:
            if viewers.stdin is None or viewers.stdout is None:
                raise RuntimeError("the viewers have no pipes")
            viewers.stdin.write(json.dumps(told) + "\n")
            viewers.stdin.flush()
            try:
                if viewers.stdout.readline() != "open\n":
                    raise RuntimeError(f"{count} dashboards did not open")
                yield viewers
            finally:
                viewers.terminate()


class Clerk:
    """Somebody of the office who brings the same boot back and undoes it, over plain HTTP."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._line = http.client.HTTPConnection("127.0.0.1", wall.port, timeout=20)
        self._line.request("GET", "/boots", headers={"cookie": f"bk-staff={wall.tokens[0]}"})
        answer = self._line.getresponse()
        answer.read()
        cookie = answer.getheader("set-cookie") or ""
        self._csrf = cookie.partition("bk-csrf=")[2].partition(";")[0]

    def change(self, turn: int) -> float:
        """Move the boot; returns the moment it was asked for. Raises `RuntimeError`."""
        verb = "undo_return" if turn % 2 else "mark_returned"
        fields = {"_csrf_token": self._csrf, "condition": "good", "reason": "Still on the car"}
        headers = {
            "cookie": f"bk-staff={self._wall.tokens[0]}; bk-csrf={self._csrf}",
            "content-type": "application/x-www-form-urlencoded",
            "sec-fetch-site": "same-origin",
        }
        asked = time.monotonic()
        path = f"/boots/{self._wall.boot}/do/{verb}"
        self._line.request("POST", path, urlencode(fields), headers)
        answer = self._line.getresponse()
        text = answer.read()
        if answer.status != http.client.SEE_OTHER:
            raise RuntimeError(f"{verb}: {answer.status} {text[:300]!r}")
        return asked


def measure_wall(
    folder: Path, server: PostgresServer, *, changes: int, planted: bool
) -> list[Figure]:
    """One web process of the distributed profile on PostgreSQL, with 10,000 boots."""
    port = free_port()
    with RedisServer() as redis:
        env = environment(folder, server.create_database("wall"), port) | {
            "LOG_LEVEL": "ERROR",
            "PROFILE": "distributed",
            "REDIS_URL": redis.url,
            # Mail is the worker's; none runs here.
            "SMTP_URL": "smtp://127.0.0.1:9",
        }
        return _measured(folder, env, port, changes=changes, planted=planted)


def _measured(
    folder: Path, env: dict[str, str], port: int, *, changes: int, planted: bool
) -> list[Figure]:
    filled = json.loads(output_of(["bench.fleet", str(BOOTS), str(ON_CARS), str(VIEWERS)], env))
    web = ["bench.planted"] if planted else ["app", "web"]
    with running(web, port, env, folder / "wall.log") as pid:
        wall = Wall(port, pid, filled["tokens"], filled["boot"], filled["offence"])
        listed, size = _list_of_boots(wall)
        idle = {count: _idle(wall, count) for count in (FEW, MANY)}
        waits, board_bytes = _waits(wall, changes)
        alone = wall.megabytes()
        with wall.watched(CONNECTIONS):
            held = wall.megabytes()
    p99 = percentile(waits, 0.99)
    more = idle[MANY] - idle[FEW]
    return [
        Figure(
            f"P5 changed to seen by {VIEWERS}, p99; a board of {board_bytes / 1000:.0f} kB",
            f"≤ {MOST_SECONDS:.0f} s (aim {AIMED_SECONDS * 1000:.0f} ms)",
            f"{p99 * 1000:.0f} ms, p50 {percentile(waits, 0.5) * 1000:.0f} ms",
            None,
            p99 <= MOST_SECONDS,
        ),
        Figure(
            f"P5 memory with {CONNECTIONS:,} live connections",
            f"≤ {MOST_MEGABYTES} MB",
            f"{held:.0f} MB, {alone:.0f} MB without",
            None,
            held <= MOST_MEGABYTES,
        ),
        Figure(
            f"P5 idle cost of {MANY} viewers above that of {FEW}",
            f"≤ {MOST_MORE_IDLE:.0f} % of a core",
            f"{more:.1f} % ({idle[FEW]:.1f} % and {idle[MANY]:.1f} %)",
            None,
            more <= MOST_MORE_IDLE,
        ),
        Figure(
            f"P8 available boots of {BOOTS:,}, p99, {size:,} bytes",
            f"≤ {MOST_LIST_SECONDS * 1000:.0f} ms, ≤ {MOST_LIST_BYTES:,} bytes",
            f"{percentile(listed, 0.99) * 1000:.0f} ms, "
            f"p50 {percentile(listed, 0.5) * 1000:.1f} ms",
            None,
            percentile(listed, 0.99) <= MOST_LIST_SECONDS and size <= MOST_LIST_BYTES,
        ),
    ]


def _waits(wall: Wall, changes: int) -> tuple[list[float], int]:
    """Seconds from asking for a change to the answer with its row, for each viewer and change."""
    clerk = Clerk(wall)
    with wall.watched(VIEWERS) as viewers:
        asked = []
        for turn in range(changes):
            asked.append(clerk.change(turn))
            time.sleep(PAUSE_SECONDS)
        time.sleep(MOST_SECONDS)
        if viewers.stdin is None or viewers.stdout is None:
            raise RuntimeError("the viewers have no pipes")
        viewers.stdin.write("stop\n")
        viewers.stdin.flush()
        found = json.loads(viewers.stdout.readline())
    told = [revision for revision in found["told"] if revision]
    if len(told) != changes:
        raise RuntimeError(f"{len(told)} of {changes} changes were told")
    waits = []
    for saw in found["saw"]:
        for revision, began in zip(told, asked, strict=True):
            reached = [at for known, at in saw if known >= revision]
            waits.append(min(reached) - began if reached else NEVER_SECONDS)
    return waits, found["bytes"]


def _idle(wall: Wall, count: int) -> float:
    """Percent of a core the web process needs while nothing happens and so many look on."""
    with wall.watched(count):
        time.sleep(1)
        before, began = wall.cpu_seconds(), time.monotonic()
        time.sleep(IDLE_SECONDS)
        return 100 * (wall.cpu_seconds() - before) / (time.monotonic() - began)


def _list_of_boots(wall: Wall) -> tuple[list[float], int]:
    """Seconds of each answer, one after the other, and the bytes of one, its head included."""
    line = http.client.HTTPConnection("127.0.0.1", wall.port, timeout=20)
    times, size = [], 0
    headers = {"cookie": f"bk-staff={wall.tokens[0]}", "hx-request": "true"}
    for turn in range(LIST_ASKED):
        search = f"boot 05{turn:03}" if turn % 2 else ""
        asked = urlencode({"offence": wall.offence, "boot_search": search})
        began = time.perf_counter()
        line.request("GET", f"/violations/new/boots?{asked}", headers=headers)
        answer = line.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != http.client.OK or body.count(b"<option") < 2:
            raise RuntimeError(f"{answer.status} {body[:300]!r}")
        size = max(size, len(body) + len(bytes(answer.headers)))
    # The first answers open connections and fill caches.
    return times[10:], size
