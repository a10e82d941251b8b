"""The card provider's courier in a process of its own: posts signed notices, notes the times.

`python -m bench.notices PORT PAYERS AT_ONCE PER_SECOND` (0: as fast as they are answered).
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import uvloop

from bench.payers import Payer
from sandbox.moments import stamp
from sandbox.notices import NoticeBody, NoticeData, signature
from sandbox.wire import Capture, Checkout

SECRET = "bench-webhook-secret-0000000000"


@dataclass(frozen=True)
class Told:
    """One answered notice: when it was sent off (Unix seconds) and how many seconds it took."""

    email: str
    at: float
    took: float


def body_of(payer: Payer) -> bytes:
    """The notice that this checkout was paid in full."""
    ref = payer.checkout_id
    checkout = Checkout(
        id=ref,
        url=f"http://127.0.0.1:9/checkouts/{ref}",
        reference=payer.reference,
        status="paid",
        amount_cents=payer.amount_cents,
        currency=payer.currency,
        live=False,
        expires_at=payer.expires_at,
        capture=Capture(f"cap_{ref}", payer.amount_cents, 0),
    )
    at = stamp(datetime.now(UTC))
    return msgspec.json.encode(
        NoticeBody(f"evt_{ref}", "checkout.paid", at, False, NoticeData(checkout))
    )


async def tell(port: int, payers: Sequence[Payer], at_once: int, per_second: float) -> list[Told]:
    """Post every notice. Raises `HTTPStatusError` when one is refused."""
    told: list[Told] = []
    turns = iter(enumerate(payers))
    started = time.time()

    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30
    ) as client:

        async def one_courier() -> None:
            for number, payer in turns:
                if per_second:
                    await asyncio.sleep(max(0.0, started + number / per_second - time.time()))
                told.append(await _post(client, payer))

        await asyncio.gather(*(one_courier() for _ in range(at_once)))
    return told


async def _post(client: httpx.AsyncClient, payer: Payer) -> Told:
    body = body_of(payer)
    signed = signature(SECRET, body, datetime.now(UTC))
    at = time.time()
    answer = await client.post(
        "/hooks/sandbox",
        content=body,
        headers={"sandbox-signature": signed, "content-type": "application/json"},
    )
    took = time.time() - at
    if answer.raise_for_status().json() != {"outcome": "settled"}:
        raise RuntimeError(f"the notice was answered {answer.text}")
    return Told(payer.email, at, took)


def send_notices(
    port: int, payers: Sequence[Payer], folder: Path, *, at_once: int, per_second: float = 0
) -> list[Told]:
    """The same from a fresh process. Raises `CalledProcessError` when one was refused."""
    page = folder / "notices.json"
    page.write_text(json.dumps([asdict(payer) for payer in payers]))
    words = [str(port), str(page), str(at_once), str(per_second)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.notices", *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [Told(**told) for told in json.loads(done.stdout)]


if __name__ == "__main__":
    port_word, payers_word, at_once_word, per_second_word = sys.argv[1:]
    waiting = [Payer(**payer) for payer in json.loads(Path(payers_word).read_text())]
    answered = uvloop.run(tell(int(port_word), waiting, int(at_once_word), float(per_second_word)))
    print(json.dumps([asdict(one) for one in answered]))
