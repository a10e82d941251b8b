"""Answers a repeated request with the words of the first one (Idempotency-Key)."""

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sandbox.moments import stamp
from sandbox.refusals import Refusal


class Answer(NamedTuple):
    """What was said: an HTTP status and the body, byte for byte."""

    status: int
    body: bytes


def answer_once(
    db: sqlite3.Connection,
    *,
    key: str | None,
    path: str,
    content: bytes,
    now: datetime,
    carry_out: Callable[[], Answer],
) -> Answer:
    """Carry the request out the first time and repeat its answer ever after.

    Runs inside the caller's transaction, so the deed and the remembered answer stand or fall
    together. A refusal is not remembered: nothing was done.
    Raises Refusal 400 without a key, 409 when the key was used for something else.
    """
    if not key or len(key) > 255:
        raise Refusal(
            400, "idempotency_key_missing", "Send an Idempotency-Key of 1 to 255 characters."
        )
    fingerprint = hashlib.sha256(path.encode() + b"\n" + content).hexdigest()
    known = db.execute("SELECT * FROM answers WHERE key = ?", (key,)).fetchone()
    if known is not None:
        if known["fingerprint"] != fingerprint:
            raise Refusal(
                409, "idempotency_key_reused", "This Idempotency-Key belongs to another request."
            )
        return Answer(known["status"], known["body"])
    answer = carry_out()
    db.execute(
        "INSERT INTO answers (key, fingerprint, status, body, created_at) VALUES (?, ?, ?, ?, ?)",
        (key, fingerprint, answer.status, answer.body, stamp(now)),
    )
    return answer
