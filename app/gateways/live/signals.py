"""The contract of the hint that a boot has changed (after the commit, and only a hint)."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Changed:
    """The boot `boot_id` has reached `revision`; what has changed is for the reader to fetch."""

    boot_id: int
    revision: int


@dataclass(frozen=True)
class CatchUp:
    """Hints were lost: read everything again."""


Signal = Changed | CatchUp


@runtime_checkable
class Signals(Protocol):
    """Carries hints to every open screen. Losing one is harmless: the revision sweep heals it."""

    async def publish(self, changed: Changed) -> None:
        """Tell all subscribers, soon. Never raises and never waits for a slow subscriber."""
        ...

    def hand_out(self, signal: Signal) -> None:
        """Tell the subscribers of this process alone, at once: the sweep heals each for itself."""
        ...

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[Signal]]:
        """Enter to get the signals published from then on; they end when the bus is closed.

        A boot that changes several times before it is read is told once, with its last revision.
        Who gives up waiting for the next signal may ask for it again; none is lost.
        """
        ...

    async def close(self) -> None:
        """End every subscription, so that open streams do not hold up a shutdown."""
        ...
