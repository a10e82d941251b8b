"""Runs the web server without some of its guards: each drill must see what they prevent.

`python -m tests.drills.weakened boot_guard` is `python -m app web` minus that guard.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from piccolo.query.methods.insert import Insert

from app import __main__ as program
from app.actions.outbox.keep_promise import Keeper
from app.actions.steps import move_boot
from app.actions.steps.payments import credit_payment
from app.actions.steps.work import Work
from app.actions.violations import find_ticket
from app.gateways.mail.postman import MailDelayed
from app.rules.boots.states import MOVES, BootStatus
from app.rules.errors import TooMany
from app.rules.money.payment_states import PAYMENT_MOVES, PaymentStatus
from app.rules.outbox.effects import Effect
from app.rules.violations.states import VIOLATION_MOVES, ViolationStatus
from app.tables.money.provider_notice import ProviderNotice
from app.tasks.ring import BrokerBells
from app.tasks.workshop import Workshop
from tests.drills import promised_by_message

IN_MEMORY = "in memory:"


def without_boot_guard() -> None:
    """Every boot may be issued, whatever it is now."""
    lax = {verb: replace(move, sources=frozenset(BootStatus)) for verb, move in MOVES.items()}
    patch.object(move_boot, "MOVES", lax).start()


def without_payment_guard() -> None:
    """A settled payment may be settled again."""
    lax = {
        verb: replace(step, sources=frozenset(PaymentStatus))
        for verb, step in PAYMENT_MOVES.items()
    }
    patch.object(credit_payment, "PAYMENT_MOVES", lax).start()


def without_violation_guard() -> None:
    """A paid ticket may be paid again."""
    lax = {
        verb: replace(step, sources=frozenset(ViolationStatus))
        for verb, step in VIOLATION_MOVES.items()
    }
    patch.object(credit_payment, "VIOLATION_MOVES", lax).start()


def without_inbox() -> None:
    """The inbox takes every copy of a notice; its unique index must be gone as well."""
    on_conflict = Insert.on_conflict

    def ask_nobody(query: Insert[Any], *words: Any, **named: Any) -> Any:
        if query.table is ProviderNotice:
            return query
        return on_conflict(query, *words, **named)

    patch.object(Insert, "on_conflict", ask_nobody).start()


def without_outbox() -> None:
    """Mails are promised in memory alone and sent by tasks of this process after the commit."""
    keepers: dict[Effect, Keeper] = {}
    tasks: set[asyncio.Task[None]] = set()
    open_workshop, ring, promise = Workshop.open, BrokerBells.ring, Work.promise

    def open_and_remember(workshop: Workshop, given: Mapping[Effect, Keeper]) -> None:
        keepers.update(given)
        open_workshop(workshop, given)

    async def promise_in_memory(
        work: Work, effect: Effect, subject_id: int, **more: Any
    ) -> int | None:
        if effect is not Effect.SEND_MAIL:
            return await promise(work, effect, subject_id, **more)
        # What is rung for after the commit; the ring below takes it from here.
        work._queues.add(f"{IN_MEMORY}{subject_id}")
        return None

    async def send(mail_id: int) -> None:
        while True:
            try:
                return await keepers[Effect.SEND_MAIL](mail_id)
            except MailDelayed:
                await asyncio.sleep(0.2)

    async def ring_and_send(bells: BrokerBells, queues: frozenset[str]) -> None:
        ours = {queue for queue in queues if queue.startswith(IN_MEMORY)}
        for queue in ours:
            task = asyncio.create_task(send(int(queue.removeprefix(IN_MEMORY))))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await ring(bells, queues - ours)

    patch.object(Workshop, "open", open_and_remember).start()
    patch.object(Work, "promise", promise_in_memory).start()
    patch.object(BrokerBells, "ring", ring_and_send).start()


def without_shared_guesses() -> None:
    """Each process counts wrong tries for itself, in memory."""
    tries: Counter[tuple[str, str]] = Counter()

    async def count_here(
        kind: str, subject: str, *, most: int, window: timedelta, at: datetime
    ) -> None:
        tries[kind, subject] += 1
        if tries[kind, subject] > most:
            raise TooMany(int(window.total_seconds()))

    patch.object(find_ticket, "count_guess", count_here).start()


REMOVALS: Mapping[str, Callable[[], None]] = {
    "boot_guard": without_boot_guard,
    "payment_guard": without_payment_guard,
    "violation_guard": without_violation_guard,
    "inbox": without_inbox,
    "outbox": without_outbox,
    "distributed_outbox": promised_by_message.install,
    "shared_guesses": without_shared_guesses,
}


def main(words: list[str]) -> int:
    """Take the named guards out, then serve or, asked for `worker`, work; the exit status."""
    for word in words:
        if word in REMOVALS:
            REMOVALS[word]()
    return program.main(["worker" if "worker" in words else "web"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
