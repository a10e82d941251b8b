"""What must always be true of money that goes back, and of deposits."""

from app.reads.books.invariant import Invariant
from app.reads.books.sides import CAME_IN, booked, equal, into
from app.rules.money.ledger import LedgerAccount

# One made at the provider that failed there was never ours to send: its money is where it was.
_OURS = "NOT (status = 'failed' AND reason LIKE 'at_provider:%')"
_RETURNED = "(reason LIKE 'dismissed:%' OR reason LIKE 'goodwill:%')"
# Of a decided deposit, what had not gone back at the provider before.
_HELD = """(d.paid_cents - (SELECT COALESCE(SUM(g.amount_cents), 0) FROM deposit_deduction g
                WHERE g.decision = d.id AND g.kind = 'gone_before'))"""

OF_REFUNDS = (
    Invariant(
        "owed_back",
        "P10",
        "What the books still owe to payers is what the refunds not yet done add up to.",
        "payment",
        equal(
            "payment, currency",
            f"""SELECT payment, currency, amount_cents AS cents FROM refund
            WHERE status <> 'done' AND {_OURS}""",
            *into(LedgerAccount.OWED_BACK),
        ),
    ),
    Invariant(
        "within_capture",
        "D4",
        "No more is refunded than was captured.",
        "payment",
        f"""SELECT p.id FROM payment p WHERE p.refunded_cents > p.captured_cents
        OR p.captured_cents < (SELECT COALESCE(SUM(r.amount_cents), 0) FROM refund r
            WHERE r.payment = p.id AND r.reason <> 'wrong_money' AND {_OURS})""",
    ),
    Invariant(
        "refunds_reserved",
        "D4",
        "What a payment says is reserved for refunds is what its refunds add up to.",
        "payment",
        f"""SELECT p.id FROM payment p WHERE p.refunded_cents <>
        (SELECT COALESCE(SUM(r.amount_cents), 0) FROM refund r
            WHERE r.payment = p.id AND r.reason <> 'wrong_money' AND {_OURS})""",
    ),
    Invariant(
        "deposit_held",
        "D2",
        "The books hold a deposit exactly while its payment says so.",
        "payment",
        equal(
            "payment, currency",
            """SELECT id AS payment, currency, deposit_cents AS cents FROM payment
            WHERE deposit_status IN ('held', 'due')""",
            *into(LedgerAccount.DEPOSITS),
        ),
    ),
    Invariant(
        "deposit_covered",
        "D4",
        "A deposit that is still to be decided can go back: so much of the payment is left.",
        "payment",
        """SELECT id FROM payment WHERE deposit_status IN ('held', 'due')
            AND deposit_cents > captured_cents - refunded_cents""",
    ),
    Invariant(
        "deposit_once",
        "D4",
        "No more of a deposit was given back or forfeited than came in.",
        "payment",
        f"""SELECT payment AS id FROM ledger_entry WHERE payment IS NOT NULL GROUP BY payment
        HAVING SUM(CASE WHEN debit = 'deposits' AND credit IN ('owed_back', 'forfeited')
                THEN amount_cents ELSE 0 END)
            > SUM(CASE WHEN credit = 'deposits' AND {CAME_IN}
                THEN amount_cents ELSE 0 END)""",
    ),
    Invariant(
        "deposit_decided",
        "D3",
        "A decision is what was paid less its deductions, and deposit and refund follow it.",
        "payment",
        f"""SELECT d.payment AS id FROM deposit_decision d JOIN payment p ON p.id = d.payment
        LEFT JOIN refund r ON r.id = d.refund
        WHERE d.paid_cents <> d.refund_cents + (SELECT COALESCE(SUM(x.amount_cents), 0)
                FROM deposit_deduction x WHERE x.decision = d.id)
            OR (d.refund_cents > 0) <> (r.id IS NOT NULL)
            OR (r.id IS NOT NULL AND d.refund_cents <> r.amount_cents + (
                SELECT COALESCE(SUM(y.amount_cents), 0) FROM refund y
                WHERE y.payment = r.payment AND (y.reason = 'rest_of:' || r.id
                    OR y.reason LIKE 'rest_of:' || r.id || '-%')))
            OR p.deposit_status = 'held'
            OR (p.deposit_status = 'refunded' AND d.refund_cents <> {_HELD})
            OR (p.deposit_status = 'forfeited' AND d.refund_cents <> 0)
            OR (p.deposit_status = 'partly_refunded'
                AND (d.refund_cents = 0 OR d.refund_cents = {_HELD}))""",
    ),
    Invariant(
        "refund_booked",
        "D4",
        "A refund is booked as gone exactly while it is done.",
        "refund",
        """SELECT r.id FROM refund r
        WHERE CASE r.status WHEN 'done' THEN r.amount_cents ELSE 0 END <>
            (SELECT COALESCE(SUM(e.amount_cents), 0) FROM ledger_entry e WHERE e.payment = r.payment
                AND (e.cause = 'refund:' || r.id OR e.cause LIKE 'refund:' || r.id || ':%'
                    OR e.cause = 'paid_out:' || r.id))
            - (SELECT COALESCE(SUM(e.amount_cents), 0) FROM ledger_entry e
                WHERE e.payment = r.payment AND (e.cause = 'refund_failed:' || r.id
                    OR e.cause LIKE 'refund_failed:' || r.id || ':%'))""",
    ),
    Invariant(
        "fines_returned",
        "V15",
        "What goes back of a dismissed ticket or as goodwill was ours: a fine or forfeited.",
        "payment",
        equal(
            "payment, currency",
            f"SELECT payment, currency, amount_cents AS cents FROM refund WHERE {_RETURNED}",
            f"""SELECT y.payment, y.currency, y.amount_cents FROM refund y JOIN (
                SELECT id, payment FROM refund WHERE {_RETURNED}) r ON r.payment = y.payment
            WHERE y.reason = 'rest_of:' || r.id OR y.reason LIKE 'rest_of:' || r.id || '-%'""",
            booked("debit IN ('fines', 'late', 'forfeited') AND credit = 'owed_back'"),
        ),
    ),
    Invariant(
        "deposit_waits",
        "D2",
        "A deposit is held while its boot is out, and due once none is.",
        "payment",
        """SELECT p.id FROM payment p
        WHERE p.deposit_status = CASE WHEN EXISTS (
            SELECT 1 FROM payment_line l JOIN boot_assignment a ON a.violation = l.violation
            WHERE l.payment = p.id AND l.kept
                AND a.returned_at IS NULL AND a.closed_at IS NULL) THEN 'due' ELSE 'held' END""",
    ),
)
