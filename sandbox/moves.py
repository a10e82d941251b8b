"""The moves one checkout can make inside an open transaction, and how it reads."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime

import msgspec

from sandbox.moments import stamp
from sandbox.notices import NoticeData, NoticeType, write_notice
from sandbox.refusals import Refusal
from sandbox.settings import SandboxSettings
from sandbox.wire import Capture, Checkout, Line, Refund


@dataclass(frozen=True)
class Bill:
    """A checkout as its payer sees it: the merchant's view and what only the page needs."""

    checkout: Checkout
    description: str
    lines: tuple[Line, ...]
    return_url: str
    cancel_url: str


class Moves:
    """Guarded moves of checkouts at one moment; each that wins queues its notice."""

    def __init__(self, settings: SandboxSettings, db: sqlite3.Connection, now: datetime) -> None:
        self._settings = settings
        self._db = db
        self._now = now

    def advance(self, checkout_id: str) -> None:
        """Let time have its effect, so that no answer depends on when the sweep last ran."""
        row = self._row(checkout_id)
        due = stamp(self._now)
        if row["status"] == "open" and row["expires_at"] <= due:
            self.expire(checkout_id)
        elif row["status"] == "processing" and row["settles_at"] <= due:
            self.capture(checkout_id, before="processing")

    def expire(self, checkout_id: str) -> None:
        """Close the checkout if it is still open."""
        won = self._db.execute(
            "UPDATE checkouts SET status = 'expired' WHERE id = ? AND status = 'open' RETURNING id",
            (checkout_id,),
        ).fetchone()
        if won:
            self._tell("checkout.expired", checkout_id)

    def capture(self, checkout_id: str, *, before: str) -> None:
        """Take the money if the checkout still stands where the caller saw it."""
        won = self._db.execute(
            "UPDATE checkouts SET status = 'paid', capture_id = ? WHERE id = ? AND status = ?"
            " RETURNING id",
            (f"cap_{secrets.token_hex(16)}", checkout_id, before),
        ).fetchone()
        if won:
            self._tell("checkout.paid", checkout_id)

    def delay(self, checkout_id: str, settles_at: datetime) -> None:
        """Accept a slow card on an open checkout: the money is taken at `settles_at`."""
        self._db.execute(
            "UPDATE checkouts SET status = 'processing', settles_at = ?"
            " WHERE id = ? AND status = 'open'",
            (stamp(settles_at), checkout_id),
        )

    def decline(self, checkout_id: str) -> bool:
        """Refuse a card and leave the checkout open for another; False if it was not open."""
        if self._row(checkout_id)["status"] != "open":
            return False
        self._tell("checkout.declined", checkout_id)
        return True

    def refund(self, capture_id: str, refund: Refund, *, reason: str) -> None:
        """Give part of a capture back; raises Refusal 404 or 409."""
        row = self._db.execute(
            "SELECT id, amount_cents - (SELECT coalesce(sum(amount_cents), 0) FROM refunds"
            " WHERE capture_id = :id) AS left_cents FROM checkouts WHERE capture_id = :id",
            {"id": capture_id},
        ).fetchone()
        if row is None:
            raise Refusal(404, "unknown_capture", "There is no such capture.")
        if refund.amount_cents > row["left_cents"]:
            raise Refusal(
                409, "more_than_captured", f"Only {row['left_cents']} cents can still go back."
            )
        self._db.execute(
            "INSERT INTO refunds (id, capture_id, amount_cents, reason, created_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (refund.id, capture_id, refund.amount_cents, reason, stamp(self._now)),
        )
        self._tell("refund.succeeded", row["id"], refund)

    def bill(self, checkout_id: str) -> Bill:
        """Return the checkout as it stands in this transaction; raises Refusal 404."""
        row = self._row(checkout_id)
        capture = None
        if row["capture_id"]:
            capture = Capture(row["capture_id"], row["amount_cents"], row["refunded_cents"])
        checkout = Checkout(
            id=row["id"],
            url=f"{self._settings.url}/pay/{row['id']}",
            reference=row["reference"],
            status=row["status"],
            amount_cents=row["amount_cents"],
            currency=row["currency"],
            live=False,
            expires_at=row["expires_at"],
            capture=capture,
        )
        return Bill(
            checkout=checkout,
            description=row["description"],
            lines=msgspec.json.decode(row["lines"], type=tuple[Line, ...]),
            return_url=row["return_url"],
            cancel_url=row["cancel_url"],
        )

    def _row(self, checkout_id: str) -> sqlite3.Row:
        row: sqlite3.Row | None = self._db.execute(
            "SELECT *, (SELECT coalesce(sum(amount_cents), 0) FROM refunds"
            " WHERE refunds.capture_id = checkouts.capture_id) AS refunded_cents"
            " FROM checkouts WHERE id = ?",
            (checkout_id,),
        ).fetchone()
        if row is None:
            raise Refusal(404, "unknown_checkout", "There is no such checkout.")
        return row

    def _tell(self, about: NoticeType, checkout_id: str, refund: Refund | None = None) -> None:
        data = NoticeData(self.bill(checkout_id).checkout, refund)
        copies = 1 + self._settings.duplicates
        write_notice(self._db, about, data, copies=copies, now=self._now)
