"""What can be done with checkouts and their money; each verb is one transaction."""

import secrets
from datetime import timedelta

import msgspec

from sandbox.answers import Answer, answer_once
from sandbox.cards import Behaviour
from sandbox.moments import Clock, stamp
from sandbox.moves import Bill, Moves
from sandbox.refusals import Refusal
from sandbox.settings import SandboxSettings
from sandbox.store import Store
from sandbox.wire import Checkout, CheckoutRequest, Refund, RefundRequest, canonical

LONGEST_OPEN = timedelta(hours=24)


class Ledger:
    """Opens, pays, expires and refunds checkouts. Blocks: call it from worker threads."""

    def __init__(self, settings: SandboxSettings, store: Store, clock: Clock) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock

    def open_checkout(self, request: CheckoutRequest, *, key: str | None) -> Answer:
        """Open a checkout once per key; raises Refusal 422 when its time is already over."""
        now = self._clock()

        def carry_out() -> Answer:
            if not now < request.expires_at <= now + LONGEST_OPEN:
                raise Refusal(422, "invalid_expiry", "expires_at must lie in the next 24 hours.")
            checkout_id = f"chk_{secrets.token_hex(16)}"
            db.execute(
                "INSERT INTO checkouts (id, reference, amount_cents, currency, email, description,"
                " lines, return_url, cancel_url, status, created_at, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)",
                (
                    checkout_id,
                    request.reference,
                    request.amount_cents,
                    request.currency,
                    request.email,
                    request.description,
                    msgspec.json.encode(request.lines).decode(),
                    request.return_url,
                    request.cancel_url,
                    stamp(now),
                    stamp(request.expires_at),
                ),
            )
            moves = Moves(self._settings, db, now)
            return Answer(201, msgspec.json.encode(moves.bill(checkout_id).checkout))

        with self._store.transaction() as db:
            return answer_once(
                db,
                key=key,
                path="/v1/checkouts",
                content=canonical(request),
                now=now,
                carry_out=carry_out,
            )

    def find(self, checkout_id: str) -> Bill:
        """Return a checkout as of now; raises Refusal 404."""
        with self._store.transaction() as db:
            moves = Moves(self._settings, db, self._clock())
            moves.advance(checkout_id)
            return moves.bill(checkout_id)

    def pay(self, checkout_id: str, behaviour: Behaviour) -> tuple[Bill, bool]:
        """Try the card; return the checkout as it then stands and whether the card was declined.

        One of several submits wins; on a checkout that is no longer open nothing happens.
        Raises Refusal 404.
        """
        declined = False
        now = self._clock()
        with self._store.transaction() as db:
            moves = Moves(self._settings, db, now)
            moves.advance(checkout_id)
            if behaviour is Behaviour.APPROVE:
                moves.capture(checkout_id, before="open")
            elif behaviour is Behaviour.SLOW:
                moves.delay(checkout_id, now + timedelta(seconds=self._settings.slow_seconds))
            elif behaviour is Behaviour.DECLINE:
                declined = moves.decline(checkout_id)
            return moves.bill(checkout_id), declined

    def expire(self, checkout_id: str) -> Checkout:
        """Close an open checkout; raises Refusal 404, or 409 once it is paid or being paid."""
        with self._store.transaction() as db:
            moves = Moves(self._settings, db, self._clock())
            moves.advance(checkout_id)
            moves.expire(checkout_id)
            checkout = moves.bill(checkout_id).checkout
        if checkout.status != "expired":
            raise Refusal(409, f"checkout_{checkout.status}", f"The checkout is {checkout.status}.")
        return checkout

    def refund(self, capture_id: str, request: RefundRequest, *, key: str | None) -> Answer:
        """Give money back once per key; raises Refusal 404, or 409 beyond what was captured."""
        now = self._clock()

        def carry_out() -> Answer:
            moves = Moves(self._settings, db, now)
            refund = Refund(
                f"ref_{secrets.token_hex(16)}",
                "succeeded",
                request.amount_cents,
                request.reference,
            )
            moves.refund(capture_id, refund, reason=request.reason)
            return Answer(201, msgspec.json.encode(refund))

        with self._store.transaction() as db:
            return answer_once(
                db,
                key=key,
                path=f"/v1/captures/{capture_id}/refunds",
                content=canonical(request),
                now=now,
                carry_out=carry_out,
            )

    def advance_due(self) -> None:
        """Expire and settle every checkout whose time has come, a transaction each."""
        due = stamp(self._clock())
        with self._store.transaction() as db:
            ripe = db.execute(
                "SELECT id FROM checkouts WHERE status = 'open' AND expires_at <= :due"
                " UNION ALL SELECT id FROM checkouts WHERE status = 'processing'"
                " AND settles_at <= :due LIMIT 500",
                {"due": due},
            ).fetchall()
        for row in ripe:
            self.find(row["id"])
