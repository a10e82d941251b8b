"""What must always be true of the books: every sentence with the question that refutes it."""

from dataclasses import dataclass

from app.reads.books.sides import KNOWN, MONEY, booked, equal, into
from app.rules.money.ledger import LedgerAccount


@dataclass(frozen=True)
class Invariant:
    """`sql` returns the `id` of each row of table `about` for which `sentence` is not true.

    It runs on SQLite and PostgreSQL alike. `rule` is its place in docs/rules.md.
    """

    name: str
    rule: str
    sentence: str
    about: str
    sql: str


# A disputed payment's lines are open again; what its bank took is told by the account "disputes".
_UNDISPUTED = "payment NOT IN (SELECT payment FROM dispute)"


# What came in from payers; money of a refund that came back is theirs still.
_IN = f"debit IN {MONEY} AND cause NOT LIKE 'refund_failed:%'"
# One made at the provider that failed there was never ours to send: its money is where it was.
_OURS = "NOT (status = 'failed' AND reason LIKE 'at_provider:%')"
_LINE = "payment, violation"
_KEPT = f"AS cents FROM payment_line WHERE kept AND {_UNDISPUTED}"

INVARIANTS = (
    Invariant(
        "known_accounts",
        "M9",
        "Every entry moves a positive amount between two different known accounts.",
        "ledger_entry",
        f"""SELECT id FROM ledger_entry WHERE amount_cents <= 0 OR debit = credit
        OR debit NOT IN {KNOWN} OR credit NOT IN {KNOWN}""",
    ),
    Invariant(
        "one_currency",
        "M1",
        "Entries, refunds and receipts of a payment are in its currency, but for wrong money.",
        "payment",
        """SELECT DISTINCT p.id FROM payment p JOIN (
            SELECT payment, currency FROM ledger_entry UNION SELECT payment, currency FROM receipt
            UNION SELECT payment, currency FROM refund UNION SELECT payment, currency FROM dispute
        ) x ON x.payment = p.id WHERE x.currency <> p.currency AND NOT EXISTS (
            SELECT 1 FROM refund r WHERE r.payment = p.id AND r.currency = x.currency
                AND r.reason = 'wrong_money')""",
    ),
    Invariant(
        "money_booked",
        "M9",
        "What was captured and not yet given back is what the books say came in and stayed.",
        "payment",
        equal(
            "payment, currency",
            "SELECT id AS payment, currency, captured_cents AS cents FROM payment",
            "SELECT payment, currency, amount_cents FROM refund WHERE reason = 'wrong_money'",
            "SELECT payment, currency, -amount_cents FROM refund WHERE status = 'done'",
            booked(f"debit IN {MONEY} AND credit <> 'disputes'"),
            booked(f"credit IN {MONEY} AND debit <> 'disputes'", "+"),
        ),
    ),
    Invariant(
        "disputes_booked",
        "P10",
        "What banks took back is what the disputes not won say.",
        "payment",
        equal(
            "payment, currency",
            "SELECT payment, currency, amount_cents AS cents FROM dispute WHERE status <> 'won'",
            booked(f"debit = 'disputes' AND credit IN {MONEY}"),
            booked(f"credit = 'disputes' AND debit IN {MONEY}", "+"),
        ),
    ),
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
        "credited",
        "P4",
        "What a payment says was kept is what the books put on fines, deposits and credit.",
        "payment",
        equal(
            "payment, currency",
            "SELECT id AS payment, currency, credited_cents AS cents FROM payment",
            booked(f"{_IN} AND credit IN ('fines', 'late', 'deposits', 'credited')"),
            booked("debit = 'credited' AND credit <> 'disputes'", "+"),
            booked("credit = 'credited' AND cause LIKE 'refund_failed:%'"),
            booked("debit = 'disputes' AND credit = 'owed_back'", "+"),
        ),
    ),
    Invariant(
        "credit_returned",
        "P4",
        "A payment kept as credit still has a ticket to be paid.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.flag = 'short' AND NOT EXISTS (
            SELECT 1 FROM payment_line l JOIN violation v ON v.id = l.violation
            WHERE l.payment = p.id AND v.status IN ('unpaid', 'promised'))""",
    ),
    Invariant(
        "fines_booked",
        "M9",
        "Each kept line's fine less its discount, and its late amount, came in once.",
        "payment",
        equal(
            _LINE,
            f"SELECT payment, violation, due_cents - deposit_cents {_KEPT}",
            booked(f"{_IN} AND credit IN ('fines', 'late') AND {_UNDISPUTED}", per=_LINE),
        ),
    ),
    Invariant(
        "discounts_booked",
        "M9",
        "Each kept line's discount is in the books once.",
        "payment",
        equal(
            _LINE,
            f"SELECT payment, violation, discount_cents {_KEPT}",
            booked(f"debit = 'discounts' AND {_UNDISPUTED}", per=_LINE),
        ),
    ),
    Invariant(
        "line_adds_up",
        "M2",
        "A line asks fine less discount plus late amount, and its deposit is part of the fine.",
        "payment_line",
        """SELECT id FROM payment_line
        WHERE due_cents <> fine_cents - discount_cents + late_cents OR deposit_cents > fine_cents
            OR discount_cents < 0 OR late_cents < 0 OR deposit_cents < 0""",
    ),
    Invariant(
        "quote_adds_up",
        "M8",
        "A payment asks what its lines add up to.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.amount_cents <>
        (SELECT COALESCE(SUM(l.due_cents), 0) FROM payment_line l WHERE l.payment = p.id)""",
    ),
    Invariant(
        "settled_once",
        "P1",
        "Money, a settlement time and the status settled come together; lines are kept by it.",
        "payment",
        """SELECT p.id FROM payment p WHERE (p.status = 'settled') <> (p.settled_at IS NOT NULL)
        OR (p.status <> 'settled' AND (p.captured_cents <> 0 OR EXISTS (
            SELECT 1 FROM payment_line l WHERE l.payment = p.id AND l.kept)))""",
    ),
    Invariant(
        "whole_or_credit",
        "P4",
        "A payment that brought less than it asked keeps no line.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.captured_cents < p.amount_cents AND EXISTS (
            SELECT 1 FROM payment_line l WHERE l.payment = p.id AND l.kept)""",
    ),
    Invariant(
        "paid_once",
        "P5",
        "No ticket is paid by two kept lines.",
        "violation",
        "SELECT violation AS id FROM payment_line WHERE kept GROUP BY 1 HAVING COUNT(*) > 1",
    ),
    Invariant(
        "paid_by_a_line",
        "P2",
        "A ticket is paid exactly when a kept line pays it.",
        "violation",
        """SELECT v.id FROM violation v WHERE (v.status = 'paid') <> EXISTS (
            SELECT 1 FROM payment_line l WHERE l.violation = v.id AND l.kept)""",
    ),
    Invariant(
        "receipt_agrees",
        "M10",
        "Every payment that keeps a line has a receipt, over what was credited and held.",
        "payment",
        f"""SELECT p.id FROM payment p LEFT JOIN receipt r ON r.payment = p.id
        WHERE (r.id IS NULL AND EXISTS (
                SELECT 1 FROM payment_line l WHERE l.payment = p.id AND l.kept))
            OR (r.id IS NOT NULL AND (p.status <> 'settled'
                OR r.amount_cents <> p.credited_cents OR r.deposit_cents <> (
                    SELECT COALESCE(SUM(e.amount_cents), 0) FROM ledger_entry e
                    WHERE e.payment = p.id AND {_IN} AND e.credit = 'deposits')))""",
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
        "deposit_once",
        "D4",
        "No more of a deposit was given back or forfeited than came in.",
        "payment",
        f"""SELECT payment AS id FROM ledger_entry WHERE payment IS NOT NULL GROUP BY payment
        HAVING SUM(CASE WHEN debit = 'deposits' AND credit IN ('owed_back', 'forfeited')
                THEN amount_cents ELSE 0 END)
            > SUM(CASE WHEN credit = 'deposits' AND {_IN}
                THEN amount_cents ELSE 0 END)""",
    ),
    Invariant(
        "deposit_decided",
        "D3",
        "A decision is what was paid less its deductions, and deposit and refund follow it.",
        "payment",
        """SELECT d.payment AS id FROM deposit_decision d JOIN payment p ON p.id = d.payment
        LEFT JOIN refund r ON r.id = d.refund
        WHERE d.paid_cents <> d.refund_cents + (SELECT COALESCE(SUM(x.amount_cents), 0)
                FROM deposit_deduction x WHERE x.decision = d.id)
            OR (d.refund_cents > 0) <> (r.id IS NOT NULL)
            OR (r.id IS NOT NULL AND r.amount_cents <> d.refund_cents)
            OR p.deposit_status = 'held'
            OR (p.deposit_status = 'refunded' AND d.refund_cents <> d.paid_cents)
            OR (p.deposit_status = 'forfeited' AND d.refund_cents <> 0)
            OR (p.deposit_status = 'partly_refunded'
                AND (d.refund_cents = 0 OR d.refund_cents = d.paid_cents))""",
    ),
    Invariant(
        "released_by_payment",
        "R1",
        "A boot released as paid was paid for, unless the payer's bank took it back.",
        "boot_assignment",
        """SELECT a.id FROM boot_assignment a WHERE a.release_basis = 'paid' AND NOT EXISTS (
            SELECT 1 FROM payment_line l WHERE l.violation = a.violation AND (l.kept
                OR l.payment IN (SELECT payment FROM dispute)))""",
    ),
    Invariant(
        "boot_agrees",
        "B12",
        "A boot's status is what its open assignment says.",
        "boot",
        """SELECT b.id FROM boot b
        LEFT JOIN boot_assignment a ON a.boot = b.id AND a.closed_at IS NULL
        WHERE (a.id IS NULL AND b.status IN ('issued', 'released', 'returned'))
            OR (a.id IS NOT NULL AND b.status <> CASE WHEN a.returned_at IS NOT NULL
                THEN 'returned' WHEN a.released_at IS NULL THEN 'issued' ELSE 'released' END)""",
    ),
    Invariant(
        "never_two_cars",
        "B2",
        "A boot has at most one open assignment.",
        "boot",
        """SELECT boot AS id FROM boot_assignment WHERE closed_at IS NULL
        GROUP BY boot HAVING COUNT(*) > 1""",
    ),
    Invariant(
        "mail_promised",
        "E2",
        "Every mail still to be sent is promised.",
        "mail",
        """SELECT m.id FROM mail m WHERE m.status IN ('queued', 'delayed') AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.kind = 'send_mail' AND o.subject_id = m.id
                AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "refund_promised",
        "E2",
        "Every card refund still to be sent is promised.",
        "refund",
        """SELECT r.id FROM refund r WHERE r.way = 'card' AND r.status IN ('wanted', 'sent')
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'pay_back' AND o.subject_id = r.id
            AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
)
