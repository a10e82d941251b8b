"""Lease promises that are due, so that two workers never keep the same one at once."""

import secrets
from dataclasses import dataclass

from app.clock import now
from app.db import ask, passing_locked_rows
from app.rules.outbox.effects import Effect
from app.rules.outbox.pauses import LEASES


@dataclass(frozen=True)
class Promise:
    """A leased outbox row; only the holder of `lease` may say how it ended."""

    id: int
    effect: Effect
    subject_id: int
    attempts: int
    lease: str


# Materialized: a plan may run a subquery more than once, and each run would pass on to other rows.
# The conditions are judged again outside, for a row that changed while we waited for it.
_LEASE = """
WITH due AS MATERIALIZED (
    SELECT id FROM outbox
    WHERE queue = {} AND done_at IS NULL AND failed_at IS NULL AND due_at <= {}
        AND (leased_until IS NULL OR leased_until < {})
    ORDER BY due_at LIMIT {} (passing)
)
UPDATE outbox SET lease = {}, leased_until = {}, attempts = attempts + 1
WHERE id IN (SELECT id FROM due) AND done_at IS NULL AND failed_at IS NULL AND due_at <= {}
    AND (leased_until IS NULL OR leased_until < {})
RETURNING id, kind, subject_id, attempts
"""


async def lease_due(queue: str, most: int) -> list[Promise]:
    """Take at most `most` due promises of `queue`, the oldest first (rule E2).

    When a lease runs out, because a process died, the promise is due again: at least once.
    """
    at = now()
    lease = secrets.token_hex(16)
    rows = await ask(
        _LEASE.replace("(passing)", passing_locked_rows()),
        queue,
        at,
        at,
        most,
        lease,
        at + LEASES[queue],
        at,
        at,
    )
    return [
        Promise(row["id"], Effect(row["kind"]), row["subject_id"], row["attempts"], lease)
        for row in rows
    ]
