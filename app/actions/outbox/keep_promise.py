"""Keep one leased promise: do it, then say it is done."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from piccolo.columns import Column

from app.actions.outbox.lease_due import Promise
from app.clock import now
from app.rules.errors import BootkeeperError, NeverWill, NotYet
from app.rules.outbox.effects import Effect
from app.rules.outbox.pauses import LONGEST, pause_after
from app.tables.effects.outbox import Outbox

log = structlog.get_logger("outbox")

# A payment whose notices are lost is still seen soon: somebody waits for the code.
NOT_YET_AT_MOST = timedelta(seconds=30)

_STATUS = re.compile(r"\d{3}(?!\d)(?: \d\.\d{1,3}\.\d{1,3})?")
_WORD = re.compile(r"[a-z][a-z_ ]{0,39}(?:: \d+)?")

Keeper = Callable[[int], Awaitable[None]]


async def keep_promise(promise: Promise, keepers: Mapping[Effect, Keeper]) -> None:
    """Carry out the promise by its keeper and note how it ended (rules E2, E5).

    A keeper's error never escapes: it is logged, and the promise waits longer each time.
    """
    try:
        await keepers[promise.effect](promise.subject_id)
    except NotYet:
        await _later(promise, "not yet", most=NOT_YET_AT_MOST)
    except NeverWill as refusal:
        log.error("promise failed", effect=promise.effect, outbox=promise.id)
        answer = _plain(refusal.answer)
        await _close(promise, {Outbox.failed_at: now(), Outbox.last_error: answer})
    except BootkeeperError as error:
        log.warning("promise waits", effect=promise.effect, outbox=promise.id, why=error.message)
        await _later(promise, type(error).__name__)
    except Exception as error:
        # A fault of ours must neither lose the promise nor stop the others.
        log.exception("promise crashed", effect=promise.effect, outbox=promise.id)
        await _later(promise, type(error).__name__)
    else:
        await _close(promise, {Outbox.done_at: now()})


def _plain(answer: str) -> str:
    """The server's status or our own short word, for a line may repeat an address (rule E3)."""
    status = _STATUS.match(answer)
    if status:
        return status[0]
    return answer if _WORD.fullmatch(answer) else NeverWill.__name__


async def _later(promise: Promise, why: str, *, most: timedelta = LONGEST) -> None:
    due_at = now() + min(most, pause_after(promise.attempts))
    await _close(
        promise, {Outbox.due_at: due_at, Outbox.leased_until: None, Outbox.last_error: why}
    )


async def _close(promise: Promise, values: dict[Column | str, Any]) -> None:
    await Outbox.update(values).where(Outbox.id == promise.id, Outbox.lease == promise.lease)
