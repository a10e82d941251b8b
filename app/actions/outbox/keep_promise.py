"""Keep one leased promise: do it, then say it is done."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from app.actions.outbox.lease_due import Promise
from app.clock import now
from app.db import ask
from app.rules.errors import BootkeeperError, NeverWill, NotYet
from app.rules.outbox.effects import Effect
from app.rules.outbox.pauses import LONGEST, pause_after

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
    except NotYet as early:
        if early.due_at is None:
            await _later(promise, "not yet", most=NOT_YET_AT_MOST)
        else:
            await _put_off(promise, early.due_at, "not yet")
    except NeverWill as refusal:
        log.error("promise failed", effect=promise.effect, outbox=promise.id)
        answer = _plain(refusal.answer)
        await _close(promise, {"failed_at": now(), "last_error": answer})
    except BootkeeperError as error:
        log.warning("promise waits", effect=promise.effect, outbox=promise.id, why=error.message)
        await _later(promise, type(error).__name__)
    except Exception as error:
        # A fault of ours must neither lose the promise nor stop the others.
        log.exception("promise crashed", effect=promise.effect, outbox=promise.id)
        await _later(promise, type(error).__name__)
    else:
        await _close(promise, {"done_at": now()})


def _plain(answer: str) -> str:
    """The server's status or our own short word, for a line may repeat an address (rule E3)."""
    status = _STATUS.match(answer)
    if status:
        return status[0]
    return answer if _WORD.fullmatch(answer) else NeverWill.__name__


async def _later(promise: Promise, why: str, *, most: timedelta = LONGEST) -> None:
    await _put_off(promise, now() + min(most, pause_after(promise.attempts)), why)


async def _put_off(promise: Promise, due_at: datetime, why: str) -> None:
    await _close(promise, {"due_at": due_at, "leased_until": None, "last_error": why})


async def _close(promise: Promise, values: Mapping[str, object]) -> None:
    """Set the columns named, unless the lease is another's by now."""
    sets = ", ".join(f"{column} = {{}}" for column in values)
    close = f"UPDATE outbox SET {sets} WHERE id = {{}} AND lease = {{}}"  # noqa: S608  (our names)
    await ask(close, *values.values(), promise.id, promise.lease)
