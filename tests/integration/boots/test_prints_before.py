"""Labels that were printed before prints were kept by boot: the migration reads them from jobs."""

from datetime import UTC, datetime
from typing import Any

from app.db import ask, database
from app.tables.boots.boot import Boot
from app.tables.effects.label_print import LabelPrint
from app.tables.effects.paper_job import PaperJob
from app.tables.migrations import statements
from tests.factories import a_boot, a_staff

DONE = datetime(2026, 5, 4, 15, tzinfo=UTC)


async def a_job(boots: list[int], status: str = "removed", **more: object) -> int:
    who = await a_staff()
    row: dict[str, Any] = {
        "kind": "labels",
        "boot": None,
        "boots": ",".join(map(str, boots)),
        **more,
    }
    job = PaperJob(
        **row,
        wanted_by=who.staff_id,
        status=status,
        created_at=DONE,
        done_at=None if status in {"queued", "failed"} else DONE,
        total=len(boots) or 1,
    )
    await job.save()
    return int(job.id)


async def test_each_boot_of_a_finished_job_has_its_print_and_no_other() -> None:
    boots = [await a_boot() for _ in range(12)]
    await Boot.update({Boot.status: "out_of_service", Boot.out_reason: "retired"}).where(
        Boot.id == boots[3]
    )
    # Boot 1 is in neither, though 10, 11 and 12 are.
    several = await a_job([boots[3], *boots[9:]], left_out=1)
    alone = await a_job([], "ready", kind="label", boot=boots[0])
    gone = await a_job([], kind="label", boot=boots[3])
    await a_job(boots, "failed")
    await a_job(boots, "queued")
    await a_job([], kind="receipt")
    for statement in statements("m0013_reminders_and_prints", database().engine_type):
        if statement.startswith("INSERT INTO label_print"):
            await ask(statement)
    rows = await LabelPrint.select().order_by(LabelPrint.job, LabelPrint.boot)
    assert [(row["job"], row["boot"], row["labels"]) for row in rows] == [
        *((several, boot_id, 3) for boot_id in boots[9:]),
        (alone, boots[0], 1),
        (gone, boots[3], 1),
    ]
    assert {row["at"] for row in rows} == {DONE}
