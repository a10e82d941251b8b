"""Writes the notices that tell a merchant what happened, and signs them."""

import hashlib
import hmac
import secrets
import sqlite3
from datetime import datetime
from typing import Literal

import msgspec

from sandbox.moments import stamp
from sandbox.wire import Checkout, Refund

NoticeType = Literal["checkout.paid", "checkout.declined", "checkout.expired", "refund.succeeded"]


class NoticeData(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a notice is about."""

    checkout: Checkout
    refund: Refund | None = None


class NoticeBody(msgspec.Struct, frozen=True):
    """A notice as it is posted to the merchant."""

    id: str
    type: NoticeType
    created_at: str
    live: bool
    data: NoticeData


def write_notice(
    db: sqlite3.Connection, about: NoticeType, data: NoticeData, *, copies: int, now: datetime
) -> None:
    """Put a notice and its copies into the delivery queue, in the transaction of the fact."""
    notice_id = f"evt_{secrets.token_hex(16)}"
    body = NoticeBody(notice_id, about, stamp(now), live=False, data=data)
    db.execute(
        "INSERT INTO notices (id, type, checkout_id, body, created_at) VALUES (?, ?, ?, ?, ?)",
        (notice_id, about, data.checkout.id, msgspec.json.encode(body), stamp(now)),
    )
    db.executemany(
        "INSERT INTO deliveries (notice_id, copy, status, next_at) VALUES (?, ?, 'waiting', ?)",
        [(notice_id, copy, stamp(now)) for copy in range(copies)],
    )


def signature(secret: str, body: bytes, now: datetime) -> str:
    """Return the Sandbox-Signature header: the time and an HMAC-SHA256 over time and body."""
    seconds = str(int(now.timestamp()))
    code = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={code}"
