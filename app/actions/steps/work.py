"""One action's transaction, and what is announced once it has been committed."""

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from app.clock import now
from app.db import ask, in_list, transaction
from app.rules.outbox.effects import QUEUE_OF, Effect
from app.rules.people.actor import Actor

# Written out: every action sends these, and Piccolo needs longer to compose them than the
# database to carry them out (target P2).
_AUDIT = """
INSERT INTO audit_event
    (at, staff, origin, verb, subject, subject_id, "before", "after", reason)
VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})
"""
_PROMISE = """
INSERT INTO outbox
    (kind, queue, subject_id, cause, created_at, due_at, lease, attempts, last_error)
VALUES ({}, {}, {}, {}, {}, {}, '', 0, '') ON CONFLICT (cause) DO NOTHING RETURNING id
"""
_HOLD_BOOT = "UPDATE boot SET revision = revision WHERE id = {}"
_NEXT_REVISION = "UPDATE live_revision SET value = value + 1 RETURNING value"
_MARK_BOOTS = "UPDATE boot SET revision = {} WHERE id IN (...)"


@runtime_checkable
class Bells(Protocol):
    """Hints after a commit. A lost hint heals by itself, so ringing never raises."""

    async def ring(self, queues: frozenset[str]) -> None:
        """Tell the worker that the outbox queues `queues` have something due."""

    async def hint(self, changed: Mapping[int, int]) -> None:
        """Tell open dashboards which boots changed: boot id -> revision."""


@dataclass
class Work:
    """What a verb may do besides its own tables: record, promise, touch.

    `at` is the one moment of the whole action (aware UTC); `actor` is who acts.
    """

    actor: Actor
    at: datetime
    _touched: set[int] = field(default_factory=set)
    _held: set[int] = field(default_factory=set)
    _board_moved: bool = False
    _queues: set[str] = field(default_factory=set)

    async def record(
        self,
        verb: str,
        subject: str,
        subject_id: int,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        reason: str = "",
    ) -> None:
        """Add one audit row (rule S5). Values must be JSON; never a code, never a password."""
        await ask(
            _AUDIT,
            self.at,
            self.actor.staff_id,
            self.actor.origin,
            verb,
            subject,
            subject_id,
            json.dumps(before) if before else "",
            json.dumps(after) if after else "",
            reason,
        )

    async def promise(
        self,
        effect: Effect,
        subject_id: int,
        *,
        cause: str = "",
        wait: timedelta | None = None,
        queue: str = "",
    ) -> int | None:
        """Write one outbox row; it is kept after the commit, at least once (rule E2).

        `cause` names the promise, so that one fact makes it once: None comes back when it had
        been made before. `wait` is the pause before it is due, `queue` another than its kind's own.
        """
        queue = queue or QUEUE_OF[effect]
        rows = await ask(
            _PROMISE,
            effect.value,
            queue,
            subject_id,
            cause or f"{effect}:{subject_id}",
            self.at,
            self.at + (wait or timedelta()),
        )
        if not rows:
            return None
        self._queues.add(queue)
        return int(rows[0]["id"])

    def touch(self, boot_id: int, *, held: bool = False) -> None:
        """Remember that a boot's row on the dashboard must be drawn anew.

        `held`: this transaction has changed the boot's row and so holds it already.
        """
        self._touched.add(boot_id)
        if held:
            self._held.add(boot_id)

    def move_board(self) -> None:
        """Remember a change of the dashboard beside its rows; screens hear of it by the sweep."""
        self._board_moved = True

    async def _bump(self) -> dict[int, int]:
        """Last of all, because everybody who changes a boot waits for this one counter.

        The boots' rows first, in ascending order: whoever holds the counter never waits for one.
        """
        if not self._touched and not self._board_moved:
            return {}
        for boot_id in sorted(self._touched - self._held):
            await ask(_HOLD_BOOT, boot_id)
        revision = int((await ask(_NEXT_REVISION))[0]["value"])
        touched = sorted(self._touched)
        if not touched:
            return {}
        await ask(in_list(_MARK_BOOTS, len(touched)), revision, *touched)
        return dict.fromkeys(self._touched, revision)

    async def _finish(self) -> tuple[dict[int, int], frozenset[str]]:
        return await self._bump(), frozenset(self._queues)


@contextlib.asynccontextmanager
async def work(actor: Actor, bells: Bells) -> AsyncIterator[Work]:
    """Open the action's transaction; after its commit ring for what it promised and changed.

    Raises `Taken` and `DatabaseDown` (app/db.py). On any error nothing is written or announced.
    """
    doing = Work(actor, now())
    async with transaction():
        yield doing
        changed, queues = await doing._finish()  # noqa: SLF001  (its own other half)
    if queues:
        await bells.ring(queues)
    if changed:
        await bells.hint(changed)
