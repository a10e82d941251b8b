"""Prints in a child process, which may hang or eat memory without hurting anybody else."""

import asyncio
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence

from app.gateways.paper.labels import LabelFacts, LabelOrder, label_texts
from app.gateways.paper.press import PaperFailed, Watcher
from app.gateways.paper.receipts import ReceiptFacts, receipt_sheet
from app.gateways.paper.render_child import ChildFailed, RenderChild
from app.rules.wording import N_
from app.templating import Templates

TIMEOUT_SECONDS = 30.0
MEMORY_BYTES = 768 * 1024 * 1024
_MODULE = "app.gateways.paper.render"
# Labels drawn between two looks at whether anybody still wants them.
PART = 100
# Whatever a renderer may leak, it goes with its process.
_MOST_DOCUMENTS = 200


class SubprocessPress:
    """A `Press` that keeps one child warm and gives it one document at a time.

    The child starts with the first document; it is killed when it is too slow or grows too large,
    and the next document gets a new one.
    """

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
        self._command = (*command, str(memory_bytes))
        self._turn = asyncio.Semaphore(1)
        self._child: RenderChild | None = None
        self._documents = 0

    async def labels(
        self, labels: Sequence[LabelFacts], order: LabelOrder, *, drawn: Watcher | None = None
    ) -> bytes:
        """Return the PDF; see `Press.labels`. `drawn` is told after every hundred."""
        async with self._turn:
            begin = {"do": "begin", "paper": order.paper, "start": order.start}
            await self._ask(begin | {"logo": _in_letters(order.logo)})
            for first in range(0, len(labels), PART):
                part = labels[first : first + PART]
                texts = [label_texts(facts, order.words) for facts in part]
                await self._ask({"do": "add", "labels": texts})
                if drawn is not None:
                    await drawn(first + len(part))
            title = order.words.title
            return await self._document(
                {"do": "finish", "title": title, "language": order.language}
            )

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        """Return the PDF; see `Press.receipt`."""
        html = await asyncio.to_thread(receipt_sheet, self._templates, facts, language=language)
        async with self._turn:
            return await self._document(
                {"do": "page", "html": html, "logo": _in_letters(facts.logo)}
            )

    @property
    def child_pid(self) -> int | None:
        """The process that is kept warm, if there is one."""
        return self._child.pid if self._child is not None else None

    async def close(self) -> None:
        """End the child. The next document would start another."""
        child, self._child = self._child, None
        if child is not None:
            await child.end()

    async def _document(self, question: Mapping[str, object]) -> bytes:
        pdf = await self._ask(question)
        self._documents += 1
        if not pdf.startswith(b"%PDF-"):
            await self.close()
            raise PaperFailed(detail="the answer is no PDF")
        if self._documents >= _MOST_DOCUMENTS:
            await self.close()
        return pdf

    async def _ask(self, question: Mapping[str, object]) -> bytes:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                if self._child is None or not self._child.lives:
                    await self.close()
                    self._child = await RenderChild.start(self._command)
                    self._documents = 0
                return await self._child.ask(question)
        except BaseException as trouble:
            # Also when nobody waits any more: half an answer would be taken for the next one's.
            await self.close()
            if isinstance(trouble, TimeoutError):
                raise PaperFailed(
                    N_("Making the PDF took too long and was stopped."),
                    detail=f"killed after {self._timeout_seconds} s",
                ) from None
            if isinstance(trouble, ChildFailed):
                raise _failure(str(trouble)) from None
            raise


def _in_letters(picture: bytes | None) -> str:
    return b64encode(picture or b"").decode()


def _failure(said: str) -> PaperFailed:
    if "cannot load library" in said or "No module named 'weasyprint'" in said:
        return PaperFailed(
            N_("The parts that make PDFs are not installed on this machine."),
            next_step=N_(
                "Ask your administrator to install the packages libpangoft2-1.0-0, "
                "libharfbuzz-subset0 and fonts-dejavu-core, then try again."
            ),
            detail=said,
        )
    if "MemoryError" in said or "ailed to allocate" in said:
        return PaperFailed(
            N_("Making the PDF needed too much memory and was stopped."), detail=said
        )
    return PaperFailed(detail=said)
