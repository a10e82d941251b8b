"""What must always be true of payments, their tickets, entries and receipts."""

from app.reads.books.invariant import Invariant
from app.reads.books.sides import CAME_IN, KNOWN, MONEY, booked, equal

# A disputed payment's lines are open again; what its bank took is told by the account "disputes".
_UNDISPUTED = "payment NOT IN (SELECT payment FROM dispute)"
# Of what a bank holds, some may have gone back at the provider before: that is a refund.
_REFUND = "(cause LIKE 'refund:%' OR cause LIKE 'refund_failed:%')"
_LINE = "payment, violation"
_KEPT = f"AS cents FROM payment_line WHERE kept AND {_UNDISPUTED}"

OF_PAYMENTS = (
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
            booked(f"debit IN {MONEY} AND (credit <> 'disputes' OR {_REFUND})"),
            booked(f"credit IN {MONEY} AND (debit <> 'disputes' OR {_REFUND})", "+"),
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
            booked(f"debit = 'disputes' AND credit IN {MONEY} AND NOT {_REFUND}"),
            booked(f"credit = 'disputes' AND debit IN {MONEY} AND NOT {_REFUND}", "+"),
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
            booked(f"{CAME_IN} AND credit IN ('fines', 'late', 'deposits', 'credited')"),
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
            booked(f"{CAME_IN} AND credit IN ('fines', 'late') AND {_UNDISPUTED}", per=_LINE),
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
        "Every payment that keeps a line has a receipt, over what was credited and held then.",
        "payment",
        f"""SELECT p.id FROM payment p LEFT JOIN receipt r ON r.payment = p.id
        WHERE (r.id IS NULL AND EXISTS (
                SELECT 1 FROM payment_line l WHERE l.payment = p.id AND l.kept))
            OR (r.id IS NOT NULL AND (p.status <> 'settled'
                OR r.amount_cents <> p.credited_cents + (
                    SELECT COALESCE(SUM(o.amount_cents), 0) FROM ledger_entry o
                    WHERE o.payment = p.id AND o.debit = 'disputes' AND o.credit = 'owed_back')
                OR r.deposit_cents <> (
                    SELECT COALESCE(SUM(e.amount_cents), 0) FROM ledger_entry e
                    WHERE e.payment = p.id AND {CAME_IN} AND e.credit = 'deposits')))""",
    ),
    Invariant(
        "way_agrees",
        "M9",
        "Money lies where its way of paying puts it.",
        "ledger_entry",
        f"""SELECT e.id FROM ledger_entry e JOIN payment p ON p.id = e.payment
        WHERE e.debit IN {MONEY} AND e.debit <> CASE p.method WHEN 'card' THEN 'card_money'
            WHEN 'cheque' THEN 'cheques' ELSE p.method END""",
    ),
    Invariant(
        "counter_taken",
        "S5",
        "Money of the counter came in whole and names who took it.",
        "payment",
        """SELECT id FROM payment WHERE status = 'settled' AND method <> 'card'
            AND (taken_by IS NULL OR captured_cents <> amount_cents)""",
    ),
    Invariant(
        "dispute_flagged",
        "P12",
        "A payment that its bank has taken back is flagged.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.flag <> 'disputed' AND EXISTS (
            SELECT 1 FROM dispute d WHERE d.payment = p.id AND d.status <> 'won')""",
    ),
)
