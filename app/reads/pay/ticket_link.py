"""The way to a ticket for whoever has shown its number and PIN."""

from collections.abc import Callable

PURPOSE = "ticket link"


def ticket_path(violation_id: int, sign: Callable[[str, str], str]) -> str:
    """The path of a ticket's payment page; its signature is the proof (rule V9)."""
    subject = str(violation_id)
    return f"/pay/{subject}.{sign(PURPOSE, subject)}"


def proven_ticket(proof: str, check: Callable[[str, str, str], bool]) -> int | None:
    """The ticket that `proof` leads to, or None for a forged one."""
    subject, _, signature = proof.partition(".")
    if not (subject.isascii() and subject.isdigit() and check(PURPOSE, subject, signature)):
        return None
    return int(subject)
