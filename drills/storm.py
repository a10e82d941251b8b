"""R1: webhooks rain on the programs while they are killed; every code still comes, once."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.payers import Payer
from drills.outcome import Outcome, judge
from drills.stage import Stage, Victim
from sandbox.notices import NoticeType

# Of ten drivers one never pays; what is said of them must send no code.
PAYING, NOT_PAYING = 10, 1
COPIES = (2, 3, 4)
SCATTER_SECONDS = 3.0
AT_ONCE = 24
RETRY_SECONDS = 0.3
QUIET_SECONDS = 3.0
STILL_TO_SEND = """
SELECT count(*) FROM outbox WHERE kind = 'send_mail' AND done_at IS NULL AND failed_at IS NULL
"""
DUE_NOW = """
UPDATE outbox SET leased_until = NULL, due_at = now()
WHERE kind = 'send_mail' AND done_at IS NULL AND failed_at IS NULL
"""


@dataclass(frozen=True)
class Weather:
    """How hard it storms. `patient` waits for leases and pauses instead of shortening them."""

    payments: int = 300
    kills: int = 30
    seconds: float = 36.0
    seed: int = 1
    patient: bool = False


class Storm:
    """One run on one stage."""

    def __init__(self, stage: Stage, weather: Weather) -> None:
        self._stage = stage
        self._weather = weather
        self._dice = random.Random(weather.seed)
        self._hands = asyncio.Semaphore(AT_ONCE)
        self._client = httpx.AsyncClient(
            trust_env=False, timeout=10, limits=httpx.Limits(max_keepalive_connections=0)
        )
        self._webs = itertools.cycle(stage.webs)
        self._killed: list[str] = []

    async def rage(self) -> Outcome:
        """Deliver everything while killing, wait until nothing is left to do, judge."""
        stage = self._stage
        paying = stage.payers[: self._weather.payments]
        others = stage.payers[self._weather.payments :]
        async with self._client:
            await stage.answers(self._client)
            rain = [*self._paid(paying), *self._never_paid(others)]
            self._dice.shuffle(rain)
            await asyncio.gather(self._kill_all(), *rain)
            await self._calm()
        # In a thread: `ledger-check` asks the card provider, who lives on this loop.
        emails = {payer.email for payer in paying}
        return await asyncio.to_thread(judge, stage, emails, self._killed)

    def _paid(self, payers: list[Payer]) -> Iterator[Awaitable[None]]:
        for payer in payers:
            at = self._dice.uniform(0, self._weather.seconds)
            if self._dice.random() < 0.2:
                yield self._deliver(at - SCATTER_SECONDS, payer, "checkout.declined")
            for _ in range(self._dice.choice(COPIES)):
                yield self._deliver(
                    at + self._dice.uniform(0, SCATTER_SECONDS), payer, "checkout.paid"
                )

    def _never_paid(self, payers: list[Payer]) -> Iterator[Awaitable[None]]:
        for number, payer in enumerate(payers):
            at = self._dice.uniform(0, self._weather.seconds)
            if number % 3 == 0:
                yield self._deliver(at, payer, "checkout.paid", forged=True)
            if number % 3 == 1:
                yield self._deliver(at, payer, "checkout.declined")

    async def _deliver(
        self, at: float, payer: Payer, about: NoticeType, *, forged: bool = False
    ) -> None:
        """One copy of a notice: again and again until some web process has answered for it."""
        await asyncio.sleep(at)
        if about == "checkout.paid" and not forged:
            self._stage.teller.pay(payer)
        body = self._stage.teller.notice(payer, about)
        while True:
            async with self._hands:
                headers = self._stage.teller.headers(body, forged=forged)
                status = await self._post(body, headers)
            if status == 400 and forged:
                return
            if status in (200, 201):
                if forged:
                    raise AssertionError("a forged notice was accepted")
                return
            if status < 500:
                raise AssertionError(f"a notice was answered {status}")
            await asyncio.sleep(RETRY_SECONDS)

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """The status; 599 when the process was killed over it."""
        try:
            answer = await self._client.post(
                f"{next(self._webs)}/hooks/sandbox", content=body, headers=headers
            )
        except httpx.HTTPError:
            return 599
        return answer.status_code

    async def _kill_all(self) -> None:
        """Hit every part in turn, in an order of the dice, and bring it back at once."""
        pause = self._weather.seconds / max(1, self._weather.kills)
        left: list[Victim] = []
        started = asyncio.get_running_loop().time()
        for number in range(self._weather.kills):
            due = started + (number + 0.5) * pause
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            if not left:
                left = self._stage.victims
                self._dice.shuffle(left)
            victim = left.pop()
            await asyncio.to_thread(victim.kill)
            self._killed.append(victim.name)
            await asyncio.to_thread(victim.start)

    async def _calm(self) -> None:
        """Wait until every promise is kept and the mail server hears nothing more."""
        if self._weather.kills and not self._weather.patient:
            await self._shorten_waits()
        quiet = 0.0
        seen = -1
        while quiet < QUIET_SECONDS:
            await asyncio.sleep(0.5)
            [left] = await asyncio.to_thread(self._stage.sql, STILL_TO_SEND)
            lines = len(self._stage.book.read())
            quiet = quiet + 0.5 if (left, lines) == ("0", seen) else 0.0
            seen = lines

    async def _shorten_waits(self) -> None:
        """What a dead worker had leased, and what waits for a second try, is due now."""
        worker = self._stage.victim("worker")
        await asyncio.to_thread(worker.kill)
        self._killed.append(worker.name)
        self._stage.sql(DUE_NOW)
        await asyncio.to_thread(worker.start)


async def storm(folder: Path, weather: Weather, *, without: str = "") -> Outcome:
    """Set the stage in an empty folder, let it storm, and judge what came of it."""
    stage = Stage(folder, without=without)
    never = max(3, weather.payments * NOT_PAYING // PAYING)
    async with stage.set_up(weather.payments + never):
        return await Storm(stage, weather).rage()
