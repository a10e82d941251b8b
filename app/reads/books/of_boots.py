"""What must always be true of boots and tickets, as far as money hangs on them."""

from app.reads.books.invariant import Invariant

OF_BOOTS = (
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
        "release_basis",
        "R6",
        "A boot was released on a basis, and has none while it was not.",
        "boot_assignment",
        """SELECT id FROM boot_assignment WHERE (released_at IS NULL) <> (release_basis = '')""",
    ),
    Invariant(
        "review_dated",
        "M6",
        "A ticket is under review exactly while it says since when.",
        "violation",
        """SELECT id FROM violation WHERE under_review <> (under_review_since_on IS NOT NULL)""",
    ),
    Invariant(
        "promise_stands",
        "V1",
        "A ticket is promised only while a promise stands for it.",
        "violation",
        """SELECT v.id FROM violation v WHERE v.status = 'promised' AND NOT EXISTS (
            SELECT 1 FROM payment_line l JOIN payment p ON p.id = l.payment
            WHERE l.violation = v.id AND p.status = 'promised')""",
    ),
    Invariant(
        "promise_owes",
        "P7",
        "A promise stands only while one of its tickets is owed.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.status = 'promised' AND NOT EXISTS (
            SELECT 1 FROM payment_line l JOIN violation v ON v.id = l.violation
            WHERE l.payment = p.id AND v.status IN ('unpaid', 'promised'))""",
    ),
)
