"""P1: the page behind a label's QR code, under 32 connections, beside bare Litestar and Jinja."""

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure, median, percentile
from bench.load import Load, measure
from bench.programs import environment, output_of, running
from tests.ports import free_port
from tests.servers import PostgresServer

CONNECTIONS = 32
LEAST_RATIO, AIMED_RATIO = 0.33, 0.5
MOST_SECONDS = 0.150
LEAST_SQLITE_RATIO = 0.7
MARKER = "</html>"


@dataclass
class Runner:
    """One server under measurement and the bursts it has answered."""

    words: list[str]
    env: dict[str, str]
    token: str
    port: int = field(default_factory=free_port)
    bursts: list[Load] = field(default_factory=list)

    def burst(self, seconds: float) -> None:
        """Measure one round and keep it."""
        self.bursts.append(
            measure(self.port, f"/b/{self.token}", MARKER, connections=CONNECTIONS, seconds=seconds)
        )

    @property
    def per_second(self) -> float:
        """Answers a second in the middle round."""
        return median([burst.per_second for burst in self.bursts])

    @property
    def p99(self) -> float:
        """Seconds within which 99 % of all counted requests were answered."""
        return percentile([took for burst in self.bursts for took in burst.seconds], 0.99)

    @property
    def body_bytes(self) -> int:
        """Length of the page."""
        return self.bursts[-1].body_bytes


def measure_landing(
    folder: Path, server: PostgresServer, *, rounds: int, seconds: float, planted: bool
) -> list[Figure]:
    """Bare, PostgreSQL and SQLite by turns, `rounds` times `seconds` each."""
    postgres_url = server.create_database("landing")
    sqlite_url = f"sqlite:///{folder / 'landing.sqlite'}"
    web = ["bench.planted"] if planted else ["app", "web"]
    postgres = _runner(web, folder, postgres_url)
    sqlite = _runner(web, folder, sqlite_url)
    bare = Runner([], environment(folder, postgres_url), postgres.token)
    bare.words = ["bench.bare", bare.token, str(bare.port)]
    with contextlib.ExitStack() as stack:
        for name, runner in (("bare", bare), ("postgres", postgres), ("sqlite", sqlite)):
            env = runner.env | {"PORT": str(runner.port)}
            stack.enter_context(
                running(runner.words, runner.port, env, folder / f"landing-{name}.log")
            )
        for _ in range(rounds):
            for runner in (bare, postgres, sqlite):
                runner.burst(seconds)
    if bare.body_bytes != postgres.body_bytes:
        raise RuntimeError(f"not the same page: {bare.body_bytes} and {postgres.body_bytes} bytes")
    return _figures(bare, postgres, sqlite)


def _runner(words: list[str], folder: Path, url: str) -> Runner:
    env = environment(folder, url)
    return Runner(words, env, output_of(["bench.town"], env))


def _figures(bare: Runner, postgres: Runner, sqlite: Runner) -> list[Figure]:
    ratio = postgres.per_second / bare.per_second
    beside = sqlite.per_second / postgres.per_second
    return [
        Figure(
            f"P1 landing page, PostgreSQL, {postgres.body_bytes} bytes",
            f"≥ {LEAST_RATIO} of bare (aim {AIMED_RATIO})",
            f"{postgres.per_second:,.0f}/s, bare {bare.per_second:,.0f}/s",
            ratio,
            ratio >= LEAST_RATIO,
        ),
        Figure(
            f"P1 its p99 at {CONNECTIONS} connections",
            f"≤ {MOST_SECONDS * 1000:.0f} ms",
            f"{postgres.p99 * 1000:.0f} ms, bare {bare.p99 * 1000:.0f} ms",
            None,
            postgres.p99 <= MOST_SECONDS,
        ),
        Figure(
            "P1 landing page, SQLite",
            f"≥ {LEAST_SQLITE_RATIO} of PostgreSQL",
            f"{sqlite.per_second:,.0f}/s",
            beside,
            beside >= LEAST_SQLITE_RATIO,
        ),
    ]
