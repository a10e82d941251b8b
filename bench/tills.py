"""Card providers that report payment after payment, straight to the app's own action."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from app.actions.payments.settle_payment import Outcome, settle_payment
from app.gateways.payments.provider import Notice, NoticeKind
from bench.officers import Silent
from bench.payers import Payer


class Till:
    """Settles open checkouts one after the other; `planted` seconds of sleep come before each."""

    def __init__(self, payers: Sequence[Payer], planted: float = 0) -> None:
        self._waiting = iter(payers)
        self._settled: list[Payer] = []
        self._planted = planted

    async def do(self) -> None:
        """Settle the next one. Raises `RuntimeError` when it was settled before."""
        payer = next(self._waiting)
        await self._tell(payer, Outcome.SETTLED)
        self._settled.append(payer)

    async def do_many(self, count: int, at_once: int) -> float:
        """Settle `count`, so many at once; returns how many a second were committed."""
        turns = iter(range(count))

        async def one_provider() -> None:
            for _ in turns:
                await self.do()

        started = time.perf_counter()
        await asyncio.gather(*(one_provider() for _ in range(at_once)))
        return count / (time.perf_counter() - started)

    async def repeat_many(self, count: int, at_once: int) -> float:
        """Report the last `count` once more; returns how many a second were answered."""
        copies = iter(self._settled[-count:])

        async def one_provider() -> None:
            for payer in copies:
                await self._tell(payer, Outcome.REPEATED)

        started = time.perf_counter()
        await asyncio.gather(*(one_provider() for _ in range(at_once)))
        return count / (time.perf_counter() - started)

    async def _tell(self, payer: Payer, expected: Outcome) -> None:
        # Nobody else may run meanwhile: that is what a forgotten blocking call does.
        time.sleep(self._planted)
        outcome = await settle_payment("sandbox", _paid(payer), Silent())
        if outcome is not expected:
            raise RuntimeError(f"the notice was {outcome}, not {expected}")


def _paid(payer: Payer) -> Notice:
    return Notice(
        event_id=f"evt_{payer.reference}",
        kind=NoticeKind.PAID,
        provider_ref=payer.checkout_id,
        reference=payer.reference,
        captured_cents=payer.amount_cents,
        currency=payer.currency,
        live=False,
        capture_ref=f"cap_{payer.reference}",
        happened_at=datetime.now(UTC),
        detail={},
    )
