"""Carries queued notices to the merchant until they are accepted, and lets time pass."""

import asyncio
import logging
import sqlite3
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

import httpx

from sandbox.ledger import Ledger
from sandbox.moments import Clock, moment, stamp
from sandbox.notices import signature
from sandbox.settings import SandboxSettings
from sandbox.store import Store

log = logging.getLogger("sandbox.courier")

AT_ONCE = 8
LONGEST_REST_SECONDS = 1.0


class Parcel(NamedTuple):
    """One copy of a notice on its way."""

    notice_id: str
    copy: int
    attempts: int
    body: bytes
    created_at: datetime


class Courier:
    """The sandbox's only background task.

    The queue is in the store, so a parcel that was under way when the process died is sent again.
    """

    def __init__(
        self, settings: SandboxSettings, store: Store, ledger: Ledger, clock: Clock
    ) -> None:
        self._settings = settings
        self._store = store
        self._ledger = ledger
        self._clock = clock
        self._bell = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Say that something new is in the queue; may be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._bell.set)

    async def run(self) -> None:
        """Work until cancelled; parcels under way are then dropped and stay in the queue."""
        self._loop = asyncio.get_running_loop()
        # Straight to the merchant: a proxy from the environment has no business with it.
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            try:
                while True:
                    self._bell.clear()
                    try:
                        rest = await self._round(client)
                    except sqlite3.Error:
                        log.exception("the store did not answer; trying again")
                        rest = LONGEST_REST_SECONDS
                    await self._rest(rest)
            finally:
                dropped = list(self._under_way.values())
                for task in dropped:
                    task.cancel()
                await asyncio.gather(*dropped, return_exceptions=True)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._bell.wait()
        except TimeoutError:
            return

    async def _round(self, client: httpx.AsyncClient) -> float:
        """Start every parcel that is due; return how many seconds to rest."""
        await asyncio.to_thread(self._ledger.advance_due)
        parcels, next_at = await asyncio.to_thread(self._due)
        for parcel in parcels:
            key = (parcel.notice_id, parcel.copy)
            if key not in self._under_way and len(self._under_way) < AT_ONCE:
                task = asyncio.create_task(self._carry(client, parcel))
                self._under_way[key] = task
                task.add_done_callback(partial(self._arrived, key))
        if next_at is None:
            return LONGEST_REST_SECONDS
        wait = (next_at - self._clock()).total_seconds()
        return min(max(wait, 0.01), LONGEST_REST_SECONDS)

    def _arrived(self, key: tuple[str, int], task: asyncio.Task[None]) -> None:
        del self._under_way[key]
        if task.cancelled():
            return
        if task.exception() is None:
            self._bell.set()
        else:
            # No bell: a store that cannot be written must not make us hammer the merchant.
            log.error("a delivery broke off; it will be tried again", exc_info=task.exception())

    def _due(self) -> tuple[list[Parcel], datetime | None]:
        """Return parcels that are due now and the moment of the next one after."""
        now = stamp(self._clock())
        with self._store.transaction() as db:
            rows = db.execute(
                "SELECT notice_id, copy, attempts, body, created_at FROM deliveries"
                " JOIN notices ON notices.id = notice_id"
                " WHERE status = 'waiting' AND next_at <= ? ORDER BY next_at LIMIT ?",
                (now, 2 * AT_ONCE),
            ).fetchall()
            later = db.execute(
                "SELECT min(next_at) FROM deliveries WHERE status = 'waiting' AND next_at > ?",
                (now,),
            ).fetchone()[0]
        parcels = [
            Parcel(
                row["notice_id"],
                row["copy"],
                row["attempts"],
                row["body"],
                moment(row["created_at"]),
            )
            for row in rows
        ]
        return parcels, moment(later) if later else None

    async def _carry(self, client: httpx.AsyncClient, parcel: Parcel) -> None:
        headers = {
            "Content-Type": "application/json",
            "Sandbox-Signature": signature(
                self._settings.webhook_secret, parcel.body, self._clock()
            ),
        }
        try:
            answer = await client.post(
                self._settings.webhook_url, content=parcel.body, headers=headers
            )
            accepted, words = answer.is_success, str(answer.status_code)
        except httpx.HTTPError as failure:
            accepted, words = False, type(failure).__name__
        await asyncio.to_thread(self._note, parcel, accepted, words)

    def _note(self, parcel: Parcel, accepted: bool, words: str) -> None:
        """Write down how the attempt went and when the next one is due."""
        now = self._clock()
        status, next_at = "delivered", now
        if not accepted:
            too_old = now - parcel.created_at >= self._settings.give_up_after
            status, next_at = "given_up" if too_old else "waiting", now + self._pause(parcel)
            log.warning("notice %s not accepted (%s): %s", parcel.notice_id, words, status)
        with self._store.transaction() as db:
            db.execute(
                "UPDATE deliveries SET status = ?, attempts = attempts + 1, next_at = ?,"
                " last_answer = ? WHERE notice_id = ? AND copy = ? AND status = 'waiting'",
                (status, stamp(next_at), words, parcel.notice_id, parcel.copy),
            )

    def _pause(self, parcel: Parcel) -> timedelta:
        """Return the pause before the next attempt: doubled each time up to the longest."""
        doublings = min(parcel.attempts, 20)
        pause = timedelta(seconds=self._settings.retry_seconds * 2**doublings)
        return min(pause, self._settings.longest_pause)
