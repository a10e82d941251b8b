"""Keep what has been promised: lease, do it, then say it is done."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from piccolo.columns import Column

from app.clock import now
from app.rules.effects import Effect
from app.rules.errors import BootkeeperError, NeverWill, NotYet
from app.rules.pauses import LEASES, LONGEST, pause_after
from app.tables.effects.outbox import Outbox

log = structlog.get_logger("outbox")

AT_ONCE = 16
# A payment whose notices are lost is still seen soon: somebody waits for the code.
NOT_YET_AT_MOST = timedelta(seconds=30)


Keeper = Callable[[int], Awaitable[None]]


@dataclass(frozen=True)
class _Promise:
    id: int
    effect: Effect
    subject_id: int
    attempts: int


async def keep_due(queue: str, keepers: Mapping[Effect, Keeper]) -> int:
    """Keep everything due in `queue`; returns how many promises were tried (rules E1 to E3).

    The bell calls it at once, the sweep every few seconds whether the bell rang or not. A lease
    keeps two workers apart; when it runs out, because a process died, the promise is tried again:
    at least once. Errors of a keeper never escape: they are logged and the promise waits longer.
    """
    tried = 0
    while promises := await _lease(queue):
        tried += len(promises)
        await asyncio.gather(*(_keep(*one, keepers) for one in promises))
    return tried


async def _lease(queue: str) -> list[tuple[_Promise, str]]:
    at = now()
    lease = secrets.token_hex(16)
    # The outer conditions are judged again after waiting for a row, so nobody leases it twice.
    rows = await Outbox.raw(
        "UPDATE outbox SET lease = {}, leased_until = {}, attempts = attempts + 1 "
        "WHERE id IN (SELECT id FROM outbox WHERE queue = {} AND done_at IS NULL "
        "AND failed_at IS NULL AND due_at <= {} AND (leased_until IS NULL OR leased_until < {}) "
        "ORDER BY due_at LIMIT {}) "
        "AND done_at IS NULL AND (leased_until IS NULL OR leased_until < {}) "
        "RETURNING id, kind, subject_id, attempts",
        lease,
        at + LEASES[queue],
        queue,
        at,
        at,
        AT_ONCE,
        at,
    )
    return [
        (_Promise(row["id"], Effect(row["kind"]), row["subject_id"], row["attempts"]), lease)
        for row in rows
    ]


async def _keep(promise: _Promise, lease: str, keepers: Mapping[Effect, Keeper]) -> None:
    try:
        await keepers[promise.effect](promise.subject_id)
    except NotYet:
        await _later(promise, lease, "not yet", most=NOT_YET_AT_MOST)
    except NeverWill as refusal:
        log.error("promise failed", effect=promise.effect, outbox=promise.id)
        await _close(
            promise, lease, {Outbox.failed_at: now(), Outbox.last_error: refusal.answer[:200]}
        )
    except BootkeeperError as error:
        log.warning("promise waits", effect=promise.effect, outbox=promise.id, why=error.message)
        await _later(promise, lease, type(error).__name__)
    except Exception as error:
        # A fault of ours must neither lose the promise nor stop the others.
        log.exception("promise crashed", effect=promise.effect, outbox=promise.id)
        await _later(promise, lease, type(error).__name__)
    else:
        await _close(promise, lease, {Outbox.done_at: now()})


async def _later(promise: _Promise, lease: str, why: str, *, most: timedelta = LONGEST) -> None:
    due_at = now() + min(most, pause_after(promise.attempts))
    await _close(
        promise,
        lease,
        {Outbox.due_at: due_at, Outbox.leased_until: None, Outbox.last_error: why},
    )


async def _close(promise: _Promise, lease: str, values: dict[Column | str, Any]) -> None:
    """Only the holder of the lease may say how it ended."""
    await Outbox.update(values).where(Outbox.id == promise.id, Outbox.lease == lease)
