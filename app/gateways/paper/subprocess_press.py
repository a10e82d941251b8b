"""Prints in a child process, which may hang or eat memory without hurting anybody else."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from app.gateways.paper.labels import LabelFacts, LabelSize, label_pages
from app.gateways.paper.press import PaperFailed
from app.gateways.paper.receipts import ReceiptFacts, receipt_sheet
from app.rules.wording import N_
from app.templating import Templates

TIMEOUT_SECONDS = 30.0
MEMORY_BYTES = 768 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_MODULE = "app.gateways.paper.render"
# The child needs its libraries and fonts, and none of our keys.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "XDG_CACHE_HOME")
_DETAIL_LENGTH = 2000


class SubprocessPress:
    """A `Press` that starts one child a job, one job at a time."""

    def __init__(
        self,
        templates: Templates,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] = (sys.executable, "-m", _MODULE),
    ) -> None:
        self._templates = templates
        self._timeout_seconds = timeout_seconds
        self._memory_bytes = memory_bytes
        self._command = tuple(command)
        self._turn = asyncio.Semaphore(1)

    async def labels(
        self,
        labels: Sequence[LabelFacts],
        size: LabelSize = LabelSize.SINGLE,
        *,
        language: str = "en",
    ) -> bytes:
        """Return the PDF; see `Press.labels`."""
        html = await asyncio.to_thread(
            label_pages, self._templates, labels, size, language=language
        )
        return await self._print(html)

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        """Return the PDF; see `Press.receipt`."""
        html = await asyncio.to_thread(receipt_sheet, self._templates, facts, language=language)
        return await self._print(html)

    async def _print(self, html: str) -> bytes:
        job = json.dumps({"html": html, "memory_bytes": self._memory_bytes}).encode()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        async with self._turn:
            child = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=_ROOT, env=environment
            )
            try:
                async with asyncio.timeout(self._timeout_seconds):
                    pdf, said = await child.communicate(job)
            except TimeoutError:
                raise PaperFailed(
                    N_("Making the PDF took too long and was stopped."),
                    detail=f"killed after {self._timeout_seconds} s",
                ) from None
            finally:
                await _end(child)
        if child.returncode == 0 and pdf.startswith(b"%PDF-"):
            return pdf
        raise _failure(child.returncode, said.decode(errors="replace"))


async def _end(child: Process) -> None:
    """Kill a child that still runs: it was too slow, or nobody waits for it any more."""
    if child.returncode is None:
        child.kill()
        await child.wait()


def _failure(exit_code: int | None, said: str) -> PaperFailed:
    detail = f"exit {exit_code}: {said[-_DETAIL_LENGTH:]}"
    if "cannot load library" in said or "No module named 'weasyprint'" in said:
        return PaperFailed(
            N_("The parts that make PDFs are not installed on this machine."),
            next_step=N_(
                "Ask your administrator to install the packages libpangoft2-1.0-0, "
                "libharfbuzz-subset0 and fonts-dejavu-core, then try again."
            ),
            detail=detail,
        )
    if "MemoryError" in said or "ailed to allocate" in said:
        return PaperFailed(
            N_("Making the PDF needed too much memory and was stopped."), detail=detail
        )
    return PaperFailed(detail=detail)
