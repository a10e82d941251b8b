"""`python -m bench`: measure, print the table and keep it; status 1 when a promise is not kept."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from bench.figures import table
from bench.labels import measure_labels
from bench.landing import measure_landing
from bench.reporting import CASES, measure_report
from bench.sending import measure_sending
from bench.settling import measure_settling
from bench.wall import measure_wall
from bench.writing import measure_writing
from tests.servers import PostgresServer

CHOICES = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
RESULTS = Path(__file__).parent / "results"


def main(words: list[str]) -> int:
    """Measure what was asked for; returns the exit status."""
    asked = _arguments(words)
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="bootkeeper-bench-") as room,
        PostgresServer() as server,
    ):
        if asked.only in ("P1", ""):
            figures += measure_landing(
                Path(room),
                server,
                rounds=asked.rounds,
                seconds=asked.seconds,
                planted=asked.plant_sleep,
            )
        if asked.only in ("P2", ""):
            figures += measure_writing(Path(room), server, rounds=asked.rounds, writes=asked.writes)
        if asked.only in ("P3", ""):
            figures += measure_settling(
                Path(room),
                server,
                rounds=asked.rounds,
                payments=asked.payments,
                planted=asked.plant_sleep,
            )
        if asked.only in ("P4", ""):
            figures += measure_sending(
                Path(room), server, payments=asked.payments, planted=asked.plant_sleep
            )
        if asked.only in ("P7", ""):
            figures += measure_labels(
                Path(room), server, rounds=asked.rounds, planted=asked.plant_sleep
            )
        if asked.only in ("P5", "P8", ""):
            figures += measure_wall(
                Path(room), server, changes=asked.changes, planted=asked.plant_sleep
            )
        if asked.only in ("P6", ""):
            figures += measure_report(Path(room), server, cases=asked.cases, filled=asked.filled)
    page = table(figures)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "last.md").write_text(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {asked.rounds} rounds\n\n{page}"
    )
    print(page, end="")
    return 0 if all(figure.kept for figure in figures) else 1


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=CHOICES, default="")
    parser.add_argument("--rounds", type=int, default=5, help="rounds by turns; the middle counts")
    parser.add_argument("--seconds", type=float, default=4, help="length of a P1 round")
    parser.add_argument("--writes", type=int, default=400, help="violations of a P2 round")
    parser.add_argument("--payments", type=int, default=200, help="settlements of a P3 round")
    parser.add_argument("--changes", type=int, default=20, help="changed boots of P5")
    parser.add_argument("--cases", type=int, default=CASES, help="assignments of P6")
    parser.add_argument("--filled", default="", help="a PostgreSQL that `make big` filled for P6")
    parser.add_argument("--plant-sleep", action="store_true", help="20 ms of sleep before answers")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
