"""P6: the report over a million assignments, asked over HTTP by a signed-in person."""

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx

from app.clock import now
from app.demo.cast import PEOPLE
from app.rules.people.access import Role
from bench.figures import Figure, median, percentile
from bench.programs import environment, output_of, running
from bench.questions import Asking, questions
from tests.ports import free_port
from tests.servers import PostgresServer

CASES, SQLITE_CASES = 1_000_000, 100_000
ROWS_SECONDS, SUMS_SECONDS = 0.100, 1.0
FILE_ROWS, FIRST_BYTE_SECONDS, FILE_MEGABYTES = 100_000, 0.300, 60
# Questions drawn by dice, and how many of all are asked for sums.
DRAWN, SUMS = 100, 12
ROUNDS = 3
NEXT = re.compile(r'<a class="button" href="([^"]+)" rel="next">')


@dataclass(frozen=True)
class Slowest:
    """The question that took longest: the middle of its rounds in seconds, and its words."""

    seconds: float
    words: str


@dataclass(frozen=True)
class Measured:
    """Seconds of all answers and the slowest question."""

    all: list[float]
    slowest: Slowest

    @property
    def p95(self) -> float:
        """Seconds within which 95 % of the answers came."""
        return percentile(self.all, 0.95)


def measure_report(
    folder: Path, server: PostgresServer, *, cases: int, filled: str = ""
) -> list[Figure]:
    """PostgreSQL with `cases`, SQLite with a tenth; `filled` names a PostgreSQL filled before."""
    figures = []
    for engine, url, count in (
        ("PostgreSQL", filled or server.create_database("report"), cases),
        ("SQLite", f"sqlite:///{folder / 'report.sqlite'}", cases // 10),
    ):
        env = environment(folder, url, free_port())
        if not (filled and engine == "PostgreSQL"):
            output_of(["bench.big", str(count)], env)
        port = int(env["PORT"])
        with (
            running(["app", "web"], port, env, folder / f"report-{engine}.log") as process,
            _office(port) as browser,
        ):
            figures += _figures(f"P6 {engine}, {count:,} assignments", browser, process, count)
    return figures


@contextlib.contextmanager
def _office(port: int) -> Iterator[httpx.Client]:
    person = next(one for one in PEOPLE if one.role is Role.office)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as browser:
        browser.get("/sign-in")
        answer = browser.post(
            "/sign-in",
            data={
                "_csrf_token": browser.cookies["bk-csrf"],
                "email": person.email,
                "password": person.password,
            },
            headers={"sec-fetch-site": "same-origin"},
        )
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise RuntimeError(f"could not sign in: {answer.status_code}")
        yield browser


def _figures(name: str, browser: httpx.Client, process: int, cases: int) -> list[Figure]:
    asked = questions(cases, now().date(), DRAWN)
    rows = _ask(browser, "/report", asked, turned=True)
    figures = [_figure(f"{name}: rows, p95", ROWS_SECONDS, rows.p95, rows.slowest)]
    for words, path in (
        ("totals", "/report/totals"),
        ("charts", "/report/charts"),
        ("chart of money", "/report/money"),
    ):
        sums = _ask(browser, path, asked[:: len(asked) // SUMS])
        figures.append(
            _figure(f"{name}: {words}, slowest", SUMS_SECONDS, sums.slowest.seconds, sums.slowest)
        )
    return [*figures, *_file(name, browser, process, cases)]


def _figure(name: str, most: float, seconds: float, slowest: Slowest) -> Figure:
    worst = f"slowest {slowest.seconds * 1000:.0f} ms: {slowest.words or 'everything'}"
    return Figure(
        name,
        f"≤ {most * 1000:.0f} ms",
        f"{seconds * 1000:.0f} ms ({worst})",
        None,
        seconds <= most,
    )


def _ask(
    browser: httpx.Client, path: str, asked: list[Asking], *, turned: bool = False
) -> Measured:
    """Each question `ROUNDS` times; `turned` asks for its second page too."""
    took: list[float] = []
    slowest = Slowest(0, "")
    for one in asked:
        pages = [(f"{path}{one.query}", one.words)]
        if turned and (found := NEXT.search(browser.get(pages[0][0]).text)):
            pages.append((unescape(found[1]), f"{one.words}, second page"))
        for address, words in pages:
            rounds = [_seconds(browser, address) for _ in range(ROUNDS)]
            took += rounds
            slowest = max(slowest, Slowest(median(rounds), words), key=lambda each: each.seconds)
    return Measured(took, slowest)


def _seconds(browser: httpx.Client, address: str) -> float:
    began = time.perf_counter()
    # As the page asks for its parts: by themselves.
    answer = browser.get(address, headers={} if "/report?" in address else {"HX-Request": "true"})
    took = time.perf_counter() - began
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return took


def _file(name: str, browser: httpx.Client, process: int, cases: int) -> list[Figure]:
    """A file of about 100,000 rows: when it begins, and what the process needs at its height."""
    since = now().date() - timedelta(days=min(1460, 1460 * FILE_ROWS // cases))
    address = f"/report.csv?from={since}" if cases > FILE_ROWS else "/report.csv"
    before = _megabytes(process, "VmRSS")
    # The highest mark so far counts from here.
    Path(f"/proc/{process}/clear_refs").write_text("5")
    began, first, lines = time.perf_counter(), 0.0, 0
    with browser.stream("GET", address) as answer:
        for part in answer.iter_bytes():
            first = first or time.perf_counter() - began
            lines += part.count(b"\n")
    whole = time.perf_counter() - began
    extra = _megabytes(process, "VmHWM") - before
    return [
        Figure(
            f"{name}: file of {lines - 1:,} rows, first byte",
            f"≤ {FIRST_BYTE_SECONDS * 1000:.0f} ms",
            f"{first * 1000:.0f} ms, all in {whole:.1f} s",
            None,
            first <= FIRST_BYTE_SECONDS and lines > min(cases, FILE_ROWS) * 0.9,
        ),
        Figure(
            f"{name}: its memory",
            f"≤ {FILE_MEGABYTES} MB",
            f"{extra:.0f} MB",
            None,
            extra <= FILE_MEGABYTES,
        ),
    ]


def _megabytes(process: int, what: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{what}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {what}")
