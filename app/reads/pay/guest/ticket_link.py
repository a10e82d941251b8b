"""The way to a ticket for whoever has shown its number and PIN."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PURPOSE = "ticket link"
# Browsers, and people who share one, remember addresses for longer than a ticket is one's own.
LASTS = timedelta(days=1)


@dataclass(frozen=True)
class ProvenTicket:
    """A ticket that was proven; `ends_at` is None for a link mailed to its payer."""

    violation_id: int
    ends_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether number and PIN have to be shown again."""
        return self.ends_at is not None and self.ends_at <= now


def ticket_path(violation_id: int, sign: Callable[[str, str], str]) -> str:
    """For its payer's mail: the path of a ticket's page, its signature is the proof (rule V9)."""
    subject = str(violation_id)
    return f"/pay/{subject}.{sign(PURPOSE, subject)}"


def looked_up_path(violation_id: int, sign: Callable[[str, str], str], now: datetime) -> str:
    """The same for whoever has just shown number and PIN; good for a day."""
    subject = f"{violation_id}-{int((now + LASTS).timestamp())}"
    return f"/pay/{subject}.{sign(PURPOSE, subject)}"


def proven_ticket(proof: str, check: Callable[[str, str, str], bool]) -> ProvenTicket | None:
    """The ticket that `proof` leads to, or None for a forged one; the caller looks at its end."""
    subject, _, signature = proof.partition(".")
    violation_id, _, ends = subject.partition("-")
    if not (violation_id.isascii() and violation_id.isdigit()):
        return None
    if not check(PURPOSE, subject, signature):
        return None
    ends_at = datetime.fromtimestamp(int(ends), UTC) if ends else None
    return ProvenTicket(int(violation_id), ends_at)
