"""The contract of everything that prints, and the ways printing fails."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, runtime_checkable

from app.gateways.paper.labels import LabelFacts, LabelOrder
from app.gateways.paper.receipts import ReceiptFacts
from app.rules.errors import BootkeeperError
from app.rules.wording import N_

# Told after each part how many labels are drawn; `Unwanted` stops the work.
Watcher = Callable[[int], Awaitable[None]]


class PaperFailed(BootkeeperError):
    """No PDF came out. `detail` is what the renderer said, for the log."""

    status = 503
    title = N_("The PDF could not be made")
    message = N_("The PDF could not be made. Nothing else was changed.")
    next_step = N_("Try again. If it happens again, tell your administrator.")

    def __init__(
        self, message: str | None = None, *, next_step: str | None = None, detail: str = ""
    ) -> None:
        super().__init__(message, next_step=next_step)
        self.detail = detail


class Unwanted(Exception):
    """Raised by a watcher: nobody wants these labels any more."""


@runtime_checkable
class Press(Protocol):
    """Prints."""

    async def labels(
        self, labels: Sequence[LabelFacts], order: LabelOrder, *, drawn: Watcher | None = None
    ) -> bytes:
        """Return a PDF with these labels in this order.

        Raises `PaperFailed`, and what `drawn` raises.
        """
        ...

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        """Return a PDF of one receipt. Raises `PaperFailed`."""
        ...
