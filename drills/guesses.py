"""`make drill-guesses`: S4, a thousand tries at Pay your Ticket on two processes at once."""

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from app.actions.violations.find_ticket import MOST_PER_ADDRESS, MOST_PER_TICKET, TICKET_WINDOW
from drills.stage import Stage

WRONG_PIN = "0000"
UNKNOWN = "TT-99999"
# Counting begins anew at the quarter of an hour; a drill must not straddle it.
LASTS_AT_MOST_SECONDS = 45
REDIS_IS_GONE_SECONDS = 0.5
ONCE_A_PAGE = re.compile(r'(name="_csrf_token" value|nonce)="[^"]*"')


@dataclass(frozen=True)
class Guessed:
    """How many tries were judged before the limits refused the rest, and how answers differ."""

    tries: int
    statuses: Counter[int]
    of_a_ticket: int
    of_an_unknown_ticket: int
    of_an_address: int
    alike: bool

    @property
    def faults(self) -> list[str]:
        """Every sentence of target S4 that is not true."""
        said = {
            f"{self.of_a_ticket} wrong PINs of one ticket were judged, not {MOST_PER_TICKET}": (
                self.of_a_ticket != MOST_PER_TICKET
            ),
            f"{self.of_an_unknown_ticket} tries at one unknown ticket were judged, not "
            f"{MOST_PER_TICKET}": self.of_an_unknown_ticket != MOST_PER_TICKET,
            f"{self.of_an_address} tries of one address were judged, not {MOST_PER_ADDRESS}": (
                self.of_an_address != MOST_PER_ADDRESS
            ),
            f"other answers than 422 and 429: {dict(self.statuses)}": (
                set(self.statuses) != {422, 429}
            ),
            "an unknown ticket and a wrong PIN look different": not self.alike,
        }
        return [sentence for sentence, wrong in said.items() if wrong]

    def __str__(self) -> str:
        return (
            f"{self.tries} tries at once on two processes, Redis lost and back: judged "
            f"{self.of_a_ticket} of a ticket, {self.of_an_unknown_ticket} of an unknown one, "
            f"{self.of_an_address} of an address; answers "
            f"{'alike' if self.alike else 'DIFFERENT'}"
        )


class Crowd:
    """People who guess, each from an address and through a process of its own turn."""

    def __init__(self, stage: Stage, client: httpx.AsyncClient) -> None:
        self._stage = stage
        self._client = client
        self._turn = 0
        self._token = ""

    async def arrive(self) -> None:
        """Look at the form once, for its token."""
        await self._client.get(f"{self._stage.webs[0]}/pay")
        self._token = self._client.cookies["bk-csrf"]

    async def guess(self, address: str, number: str, pin: str = WRONG_PIN) -> httpx.Response:
        """One try; every other one goes to the other process."""
        self._turn += 1
        web = self._stage.webs[self._turn % len(self._stage.webs)]
        return await self._client.post(
            f"{web}/pay",
            data={"_csrf_token": self._token, "number": number, "pin": pin},
            headers={"x-forwarded-for": address, "sec-fetch-site": "same-origin"},
        )

    async def judged(self, tries: list[Awaitable[httpx.Response]]) -> tuple[Counter[int], int]:
        """All of them at once; the statuses, and how many were told right or wrong."""
        statuses = Counter(one.status_code for one in await asyncio.gather(*tries))
        return statuses, statuses.total() - statuses[429]


async def guess(folder: Path, tries: int, *, without: str = "") -> Guessed:
    """Set the stage in an empty folder and try `tries` times, a third each way."""
    stage = Stage(folder, without=without)
    limits = httpx.Limits(max_connections=tries)
    async with (
        stage.set_up(1),
        httpx.AsyncClient(trust_env=False, timeout=60, limits=limits) as client,
    ):
        await stage.answers(client)
        await _clear_of_the_quarter()
        [number] = stage.sql("SELECT number FROM violation")
        crowd = Crowd(stage, client)
        await crowd.arrive()
        each = tries // 3
        ticket, unknown, address, _ = await asyncio.gather(
            crowd.judged([crowd.guess(_somewhere(1, n), number) for n in range(each)]),
            crowd.judged([crowd.guess(_somewhere(2, n), UNKNOWN) for n in range(each)]),
            crowd.judged([crowd.guess("192.0.2.7", f"TT-{50000 + n}") for n in range(each)]),
            _lose_redis(stage),
        )
        return Guessed(
            tries=3 * each,
            statuses=ticket[0] + unknown[0] + address[0],
            of_a_ticket=ticket[1],
            of_an_unknown_ticket=unknown[1],
            of_an_address=address[1],
            alike=await _alike(crowd, stage),
        )


def _somewhere(region: int, number: int) -> str:
    """An address in a neighbourhood (a /24) of its own."""
    return f"10.{10 * region + number // 250}.{number % 250}.1"


async def _lose_redis(stage: Stage) -> None:
    redis = stage.victim("redis")
    await asyncio.to_thread(redis.kill)
    await asyncio.sleep(REDIS_IS_GONE_SECONDS)
    await asyncio.to_thread(redis.start)


async def _alike(crowd: Crowd, stage: Stage) -> bool:
    """Whether both misses answer the same bytes, but for what was typed and what changes always."""
    stage.sql("DELETE FROM guess")
    [number] = stage.sql("SELECT number FROM violation")
    answers = []
    for typed in (number, UNKNOWN):
        answer = await crowd.guess("198.51.100.7", typed)
        text = ONCE_A_PAGE.sub("", answer.text).replace(typed, "NUMBER")
        answers.append((answer.status_code, sorted(answer.headers), text))
    return answers[0] == answers[1]


async def _clear_of_the_quarter() -> None:
    window = TICKET_WINDOW.total_seconds()
    left = window - datetime.now(UTC).timestamp() % window
    if left < LASTS_AT_MOST_SECONDS:
        await asyncio.sleep(left + 1)


def main(words: list[str]) -> int:
    """The limits, and a control that counts in each process; status 2 when it holds as well."""
    parser = argparse.ArgumentParser(prog="python -m drills.guesses", description=__doc__)
    parser.add_argument("--tries", type=int, default=1000)
    asked = parser.parse_args(words)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bootkeeper-guesses-") as room:
        guessed = asyncio.run(guess(Path(room), asked.tries))
    print(f"S4: {guessed}, {time.monotonic() - started:.0f} s")
    for fault in guessed.faults:
        print(f"RED: {fault}")
    with tempfile.TemporaryDirectory(prefix="bootkeeper-guesses-") as room:
        control = asyncio.run(guess(Path(room), 90, without="shared_guesses"))
    print(f"counting in each process: {control}")
    if not control.faults:
        print("VOID: counting in each process held the limits too")
        return 2
    return 1 if guessed.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
