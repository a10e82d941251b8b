"""Keep of which boots labels were made, for the pages that tell their lives."""

from collections.abc import Sequence

from app.actions.steps.work import Work
from app.db import ask, in_list

_NOTE = """
INSERT INTO label_print (job, boot, at, labels)
SELECT {}, id, {}, {} FROM boot WHERE id IN (...) ORDER BY id
"""
AT_ONCE = 500


async def note_prints(doing: Work, job_id: int, boot_ids: Sequence[int]) -> None:
    """One row for each boot, every time its job is printed (rule B19)."""
    for start in range(0, len(boot_ids), AT_ONCE):
        some = boot_ids[start : start + AT_ONCE]
        await ask(in_list(_NOTE, len(some)), job_id, doing.at, len(boot_ids), *some)
