"""P7: the labels of a thousand boots, from the worker taking the job to the stored PDF."""

import asyncio
import json
import re
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.actions.boots.labels.ask_label import ask_label
from app.actions.boots.labels.ask_labels import ask_labels
from app.actions.boots.labels.print_label import print_label
from app.actions.steps.boots.draw_token import draw_token
from app.clock import now
from app.db import close_database, open_database
from app.gateways.paper.labels import LabelFacts, LabelOrder
from app.gateways.paper.press import Watcher
from app.gateways.paper.subprocess_press import SubprocessPress
from app.migrate import migrate
from app.rules.boots.label_formats import LabelFormat
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.static_files import StaticFiles
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel
from app.tables.effects.paper_job import PaperJob
from app.tables.people.staff import Staff
from app.templating import Templates
from bench.figures import Figure, median
from bench.officers import Silent, fill_store_room
from bench.programs import environment, output_of
from tests.servers import PostgresServer

BOOTS = 1000
SINGLES = 20
MOST_SECONDS, MOST_MEGABYTES, MOST_SINGLE_SECONDS = 6.0, 200.0, 0.3
PLANTED_SECONDS = 0.020
BASE_URL = "https://boot.marlow.example"


def measure_labels(
    folder: Path, server: PostgresServer, *, rounds: int, planted: bool
) -> list[Figure]:
    """The job of a thousand labels on each sheet, then single ones, through one warm child."""
    env = environment(folder, server.create_database("labels"))
    found = json.loads(output_of(["bench.labels", str(rounds), str(int(planted))], env))
    thousand, single = median(found["thousand"]), median(found["single"])
    worst = max(found["thousand"])
    memory = found["renderer_megabytes"] + found["worker_megabytes"]
    return [
        Figure(
            f"P7 labels of {BOOTS:,} boots, {found['pdf_megabytes']:.1f} MB of PDF",
            f"≤ {MOST_SECONDS:.0f} s",
            f"{thousand:.2f} s, the slowest {worst:.2f} s, the renderer's start "
            f"{found['start']:.2f} s",
            None,
            worst <= MOST_SECONDS,
        ),
        Figure(
            "P7 memory for it: the renderer in all, and what the worker grew by",
            f"≤ {MOST_MEGABYTES:.0f} MB",
            f"{found['renderer_megabytes']:.0f} MB and {found['worker_megabytes']:.0f} MB",
            None,
            memory <= MOST_MEGABYTES,
        ),
        Figure(
            "P7 one label, warm",
            f"≤ {MOST_SINGLE_SECONDS} s",
            f"{single:.3f} s, the slowest {max(found['single']):.3f} s",
            None,
            single <= MOST_SINGLE_SECONDS,
        ),
    ]


class SlowPress(SubprocessPress):
    """Proves that the verdict can turn red."""

    async def labels(
        self, labels: Sequence[LabelFacts], order: LabelOrder, *, drawn: Watcher | None = None
    ) -> bytes:
        """As ever, and a sleep for each label."""
        await asyncio.sleep(PLANTED_SECONDS * len(labels))
        return await super().labels(labels, order, drawn=drawn)


async def measure(rounds: int, planted: bool) -> dict[str, Any]:
    """Fill an empty database, print; seconds of each job, megabytes at the worst."""
    await migrate()
    await open_database()
    await fill_store_room(BOOTS)
    admin = await _admin()
    boots = await _label_all()
    press = (SlowPress if planted else SubprocessPress)(Templates(StaticFiles()))
    started = time.perf_counter()
    await _print(press, await ask_label(admin, Silent(), boots[0]))
    found: dict[str, Any] = {"start": time.perf_counter() - started}
    before = _own_megabytes()
    sheets = (LabelFormat.sheet_a4, LabelFormat.sheet_letter)
    jobs = [
        await ask_labels(admin, Silent(), boots, paper=sheets[number % 2], start=1)
        for number in range(rounds)
    ]
    found["thousand"] = [await _print(press, job) for job in jobs]
    found["renderer_megabytes"] = _megabytes_of(press)
    found["worker_megabytes"] = _own_megabytes() - before
    found["single"] = [
        await _print(press, await ask_label(admin, Silent(), boot)) for boot in boots[:SINGLES]
    ]
    found["pdf_megabytes"] = await _check(jobs)
    await press.close()
    await close_database()
    return found


async def _admin() -> Actor:
    staff = await Staff.select(Staff.id, Staff.name).first()
    if staff is None:
        raise RuntimeError("the store room has not been filled")
    return Actor(name=staff["name"], staff_id=staff["id"], role=Role.admin, origin="127.0.0.1")


async def _label_all() -> list[int]:
    boots = [row["id"] for row in await Boot.select(Boot.id).order_by(Boot.id)]
    at = now()
    await BootLabel.insert(
        *(BootLabel(token=draw_token(), boot=boot, version=1, created_at=at) for boot in boots)
    )
    return boots


async def _print(press: SubprocessPress, job_id: int) -> float:
    started = time.perf_counter()
    await print_label(Silent(), press, job_id, base_url=BASE_URL)
    return time.perf_counter() - started


async def _check(jobs: list[int]) -> float:
    """Every job is done; returns how large the largest PDF is."""
    rows = await PaperJob.select(PaperJob.status, PaperJob.document).where(PaperJob.id.is_in(jobs))
    if {row["status"] for row in rows} != {"ready"}:
        raise RuntimeError("a job of labels was not finished")
    return max(len(row["document"]) for row in rows) / 1e6


def _own_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _megabytes_of(press: SubprocessPress) -> float:
    status = Path(f"/proc/{press.child_pid}/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    if peak is None:
        raise RuntimeError("this system does not say how much memory a process took")
    return int(peak[1]) / 1024


if __name__ == "__main__":
    rounds_word, planted_word = sys.argv[1:]
    print(json.dumps(asyncio.run(measure(int(rounds_word), bool(int(planted_word))))))
