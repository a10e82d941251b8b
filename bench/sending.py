"""P3 and P4 through the running programs: a notice is answered, and its release mail arrives."""

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, percentile
from bench.notices import SECRET, Told, send_notices
from bench.payers import Payer
from bench.programs import at_work, environment, output_of, running
from drills.post_office import Book, Line
from tests.ports import free_port
from tests.servers import PostgresServer, RedisServer

AT_ONCE = 8
MOST_ANSWER_SECONDS = 0.150
MOST_MEDIAN_SECONDS, MOST_SECONDS = 0.200, 2.0
MOST_EMBEDDED_SECONDS = 0.100
LEAST_PER_SECOND = 100
# Slow enough that no mail waits for another: what is timed is one driver at the kerb.
GENTLY_PER_SECOND = 3
GENTLE = 60
WARM = 40
SLOW_MAIL_SECONDS = 0.25
ARRIVE_WITHIN_SECONDS = 120.0
RELEASE = "<release-"


@dataclass
class Office:
    """A web process in one profile with a mail server; `env` is what its programs are told."""

    folder: Path
    env: dict[str, str]
    port: int
    book: Book
    payers: list[Payer]

    def take(self, count: int) -> list[Payer]:
        """The next drivers who pay."""
        taken, self.payers = self.payers[:count], self.payers[count:]
        return taken

    def tell(self, payers: list[Payer], *, at_once: int, per_second: float = 0) -> list[Told]:
        """Post their notices."""
        return send_notices(self.port, payers, self.folder, at_once=at_once, per_second=per_second)

    def releases(self, payers: list[Payer]) -> list[Line]:
        """Their release mails in the order they were taken, once all are there."""
        awaited = {payer.email for payer in payers}
        deadline = time.monotonic() + ARRIVE_WITHIN_SECONDS
        taken: list[Line] = []
        while time.monotonic() < deadline:
            taken = [
                line
                for line in self.book.read()
                if line.what == "taken" and line.to in awaited
                if line.message_id.startswith(RELEASE)
            ]
            if len(taken) == len(awaited):
                return taken
            time.sleep(0.2)
        raise TimeoutError(f"{len(taken)} of {len(awaited)} release mails came")

    def waits(self) -> list[float]:
        """Seconds from each of a few quiet payments to its release mail, sorted."""
        payers = self.take(GENTLE)
        told = {
            one.email: one.at for one in self.tell(payers, at_once=4, per_second=GENTLY_PER_SECOND)
        }
        return sorted(line.at - told[line.to] for line in self.releases(payers))


def measure_sending(
    folder: Path, server: PostgresServer, *, payments: int, planted: bool
) -> list[Figure]:
    """Answers under load, a backlog worked off, and single mails in both profiles."""
    with RedisServer() as redis:
        far = {"PROFILE": "distributed", "REDIS_URL": redis.url}
        with _office(folder, server, "far", WARM + 2 * payments + GENTLE, far, planted) as office:
            # The first answers fill caches and open connections; they are not counted.
            office.tell(office.take(WARM), at_once=AT_ONCE)
            told = office.tell(office.take(payments), at_once=AT_ONCE)
            backlog = office.take(payments)
            office.tell(backlog, at_once=AT_ONCE)
            worker = folder / "worker.log"
            with at_work(["app", "worker"], office.env, worker):
                lines = office.releases(backlog)
                waits = office.waits()
    with _office(folder, server, "near", GENTLE, {}, planted) as office:
        embedded = office.waits()
    answer = percentile([one.took for one in told], 0.99)
    rate = (len(lines) - 1) / (lines[-1].at - lines[0].at)
    return [
        Figure(
            f"P3 signed webhook over HTTP, p99 at {AT_ONCE} at once",
            f"≤ {MOST_ANSWER_SECONDS * 1000:.0f} ms",
            f"{answer * 1000:.0f} ms",
            None,
            answer <= MOST_ANSWER_SECONDS,
        ),
        Figure(
            "P4 paid to release mail taken, p50",
            f"≤ {MOST_MEDIAN_SECONDS * 1000:.0f} ms",
            f"{percentile(waits, 0.5) * 1000:.0f} ms",
            None,
            percentile(waits, 0.5) <= MOST_MEDIAN_SECONDS,
        ),
        Figure(
            "P4 the same, p99",
            f"≤ {MOST_SECONDS:.0f} s",
            f"{percentile(waits, 0.99):.2f} s",
            None,
            percentile(waits, 0.99) <= MOST_SECONDS,
        ),
        Figure(
            "P4 release mails of a backlog, their receipts beside them, one worker",
            f"≥ {LEAST_PER_SECOND}/s",
            f"{rate:,.0f}/s",
            None,
            rate >= LEAST_PER_SECOND,
        ),
        Figure(
            "P4 embedded profile, p50",
            f"≤ {MOST_EMBEDDED_SECONDS * 1000:.0f} ms",
            f"{percentile(embedded, 0.5) * 1000:.0f} ms",
            None,
            percentile(embedded, 0.5) <= MOST_EMBEDDED_SECONDS,
        ),
    ]


@contextlib.contextmanager
def _office(
    folder: Path,
    server: PostgresServer,
    name: str,
    payers: int,
    more: dict[str, str],
    planted: bool,
) -> Iterator[Office]:
    port, mail_port = free_port(), free_port()
    book = Book(folder / f"{name}.jsonl")
    env = environment(folder, server.create_database(f"sending_{name}"), port) | {
        "SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
        # Nobody listens there: what is measured is told by notices alone.
        "SANDBOX_URL": "http://127.0.0.1:9",
        "SANDBOX_WEBHOOK_SECRETS": SECRET,
        "LOG_LEVEL": "ERROR",
        **more,
    }
    waiting = json.loads(output_of(["drills.fill", str(payers)], env))
    sleep = str(SLOW_MAIL_SECONDS if planted else 0)
    web = ["bench.planted"] if planted else ["app", "web"]
    post = ["drills.post_office", str(mail_port), str(book.path), sleep]
    with (
        running(post, mail_port, env, folder / f"{name}-mail.log"),
        running(web, port, env, folder / f"{name}-web.log"),
    ):
        yield Office(folder, env, port, book, [Payer(**payer) for payer in waiting])
