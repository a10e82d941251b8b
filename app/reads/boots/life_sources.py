"""Where the events of a boot's life are kept, and how each is asked for a page of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# The audit's own lines. `before` and `after` are words of SQL, so they are quoted.
_AUDIT = """e.id, e.at, e.verb, e.subject, e.subject_id, e."before", e."after", e.reason, e.origin,
    s.name AS who"""
_CASE = "a.violation AS ticket_id, v.number AS ticket_number, c.plate"
_TO_CASE = "JOIN violation v ON v.id = a.violation JOIN vehicle c ON c.id = v.vehicle"
# What the history of a deposit consists of; the rest of a payment is on its own page.
_DEPOSIT = """'deposit_falls_due', 'process_refund', 'deposit_held_again', 'hold_deposit',
    'take_of_deposit'"""


@dataclass(frozen=True)
class Source:
    """`sql` ends in its conditions, the first value is the boot; `at` and `row_id` give the order.

    Sources of one `letter` share their numbers. At one moment the higher `rank` is the newer.
    """

    letter: str
    rank: int
    sql: str
    at: str
    row_id: str


_OF_BOOT = f"""
SELECT {_AUDIT}, CASE WHEN e.verb = 'add_boot' AND EXISTS (
        SELECT 1 FROM audit_event i WHERE i.verb = 'import_boots' AND i.at = e.at
    ) THEN 1 ELSE 0 END AS imported
FROM audit_event e LEFT JOIN staff s ON s.id = e.staff
WHERE e.subject = 'boot' AND e.subject_id = {{}}
"""  # noqa: S608  (our own words alone)
_OF_CASES = f"""
SELECT {_AUDIT}, {_CASE}
FROM boot_assignment a JOIN audit_event e
    ON e.subject = 'boot_assignment' AND e.subject_id = a.id
{_TO_CASE} LEFT JOIN staff s ON s.id = e.staff
WHERE a.boot = {{}}
"""  # noqa: S608
_OF_DEPOSITS = f"""
SELECT DISTINCT {_AUDIT}, {_CASE}
FROM boot_assignment a JOIN payment_line l ON l.violation = a.violation AND l.deposit_cents > 0
JOIN audit_event e ON e.subject = 'payment' AND e.subject_id = l.payment AND e.verb IN ({_DEPOSIT})
{_TO_CASE} LEFT JOIN staff s ON s.id = e.staff
WHERE a.boot = {{}}
"""  # noqa: S608
_ISSUES = f"""
SELECT a.id, a.issued_at AS at, v.place, s.name AS who, {_CASE}
FROM boot_assignment a {_TO_CASE} JOIN staff s ON s.id = a.issued_by
WHERE a.boot = {{}}
"""  # noqa: S608
_MAILS = f"""
SELECT m.id, m.kind, m.status, m.recipient, m.answer, m.queued_at, m.sent_at, {_CASE}
FROM boot_assignment a JOIN mail m ON m.boot_assignment = a.id {_TO_CASE}
WHERE a.boot = {{}}
"""  # noqa: S608
_PAPERS = """
SELECT t.id, t.at, t.labels, s.name AS who
FROM label_print t JOIN paper_job p ON p.id = t.job JOIN staff s ON s.id = p.wanted_by
WHERE t.boot = {}
"""

SOURCES: tuple[Source, ...] = (
    Source("a", 1, _OF_BOOT, "e.at", "e.id"),
    Source("a", 1, _OF_CASES, "e.at", "e.id"),
    Source("a", 1, _OF_DEPOSITS, "e.at", "e.id"),
    Source("i", 0, _ISSUES, "a.issued_at", "a.id"),
    Source("m", 2, _MAILS, "COALESCE(m.sent_at, m.queued_at)", "m.id"),
    Source("p", 3, _PAPERS, "t.at", "t.id"),
)
RANKS: Mapping[str, int] = MappingProxyType({one.letter: one.rank for one in SOURCES})
