"""`make drill-r1`: the storm of target R1, and its control, which must lose mails."""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from drills.storm import Weather, storm

# The control loses some in any storm; a short one shows it.
CONTROL = Weather(payments=60, kills=12, seconds=10)


def main(words: list[str]) -> int:
    """Storm and control; status 1 when a mail was lost, 2 when the control lost none."""
    asked = _arguments(words)
    weather = Weather(asked.payments, asked.kills, asked.seconds, asked.seed, asked.patient)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bootkeeper-r1-") as room:
        outcome = asyncio.run(storm(Path(room), weather))
    print(f"R1: {outcome}, {time.monotonic() - started:.0f} s")
    for fault in outcome.faults:
        print(f"RED: {fault}")
    with tempfile.TemporaryDirectory(prefix="bootkeeper-r1-") as room:
        control = asyncio.run(storm(Path(room), CONTROL, without="distributed_outbox"))
    print(f"without the outbox: {control}")
    if not control.lost:
        print("VOID: without the outbox nothing was lost, so the storm proves nothing")
        return 2
    return 1 if outcome.faults else 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m drills.r1", description=__doc__)
    parser.add_argument("--payments", type=int, default=300)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=36, help="how long notices keep coming")
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    parser.add_argument("--patient", action="store_true", help="wait for leases to run out")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
