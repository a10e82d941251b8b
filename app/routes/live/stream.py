"""The stream that tells open dashboards which boots have changed (rule L1)."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from enum import Enum
from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.response import Stream
from litestar.response.sse import ServerSentEventMessage

from app.gateways.live.signals import Changed, Signal, Signals
from app.reads.dashboard.revision import live_revision
from app.reads.staff.signed_in import signed_in
from app.routes.cookies import cookie_name
from app.routes.desk import Desk
from app.routes.visitor import PERMISSION
from app.rules.people.access import Permission, may

# Proxies cut silent connections after half a minute or more.
HEARTBEAT_SECONDS = 15.0
# Then the browser comes back by itself and passes the guard again: who was signed out stays out.
LONGEST_SECONDS = 1800.0


class Silence(Enum):
    """Nobody said anything for a while."""

    here = "here"


@get("/live/boots", opt={PERMISSION: Permission.see_dashboard})
async def boots(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> Stream:
    """Events: `hello` {"revision"} at once; `changed` {"boot", "revision"} or {"all": revision}.

    `beat` {"revision"} says in a silence that the line is alive; a comment no script could hear.
    A reader that comes back with `Last-Event-ID` and has missed something is told to read all.
    """
    seen = request.headers.get("last-event-id", "")
    token = request.cookies.get(cookie_name("staff", desk.settings), "")

    async def still_in() -> bool:
        found = await signed_in(token)
        if found is None or found.must_set_up:
            return False
        return may(found.role, Permission.see_dashboard)

    stream = _events(
        desk.signals,
        _told_to_stop(request.app.state),
        int(seen) if seen.isdecimal() else None,
        still_in,
    )
    return Stream(
        stream,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _told_to_stop(state: State) -> "asyncio.Task[bool]":
    """One task a process: a thousand open streams wait for the same word."""
    if "told_to_stop" not in state:
        state["told_to_stop"] = asyncio.ensure_future(state.stopping.wait())
    told: asyncio.Task[bool] = state["told_to_stop"]
    return told


async def _events(
    signals: Signals,
    stop: "asyncio.Future[bool]",
    seen: int | None,
    still_in: Callable[[], Awaitable[bool]],
) -> AsyncIterator[bytes]:
    until = time.monotonic() + LONGEST_SECONDS
    asked = time.monotonic()
    # Subscribed before the revision is read: what happens in between is told twice, never lost.
    async with signals.subscribe() as news:
        latest = await live_revision()
        yield _event("hello", latest, {"revision": latest})
        if seen is not None and seen != latest:
            yield _event("changed", latest, {"all": latest})
        patience: asyncio.Timeout | None = None

        def hurry(_: object) -> None:
            if patience is not None:
                patience.reschedule(0)

        stop.add_done_callback(hurry)
        try:
            while time.monotonic() < until and not stop.done():
                signal: Signal | Silence | None = Silence.here
                try:
                    # Waited for in this task: one more for each of a thousand streams would weigh
                    # 1.5 MB (target P5).
                    async with asyncio.timeout(HEARTBEAT_SECONDS) as patience:
                        signal = await anext(news, None)
                except TimeoutError:
                    pass
                finally:
                    # A reader may leave in the same moment as the process is told to stop.
                    patience = None
                # By the clock, not by the silence: a busy town must not keep a stranger in.
                if time.monotonic() - asked >= HEARTBEAT_SECONDS:
                    asked = time.monotonic()
                    if not await still_in():
                        return
                if signal is None:
                    return
                if isinstance(signal, Silence):
                    yield _event("beat", latest, {"revision": latest})
                    continue
                latest, event = _told(signal, latest)
                yield event
        finally:
            stop.remove_done_callback(hurry)


def _told(signal: Signal, latest: int) -> tuple[int, bytes]:
    if isinstance(signal, Changed):
        latest = max(latest, signal.revision)
        return latest, _event(
            "changed", latest, {"boot": signal.boot_id, "revision": signal.revision}
        )
    return latest, _event("changed", latest, {"all": latest})


def _event(name: str, revision: int, data: dict[str, int]) -> bytes:
    return ServerSentEventMessage(json.dumps(data), event=name, id=revision, sep="\n").encode()


ROUTES = [boots]
