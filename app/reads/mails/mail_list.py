"""The mail log: every letter, newest first, searched and filtered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.columns.combination import WhereRaw

from app.reads.mails.about import COLUMNS, About, about
from app.reads.mails.mail_search import Condition, matching
from app.reads.payments.payment_history import letter_words
from app.rules.local_days import day_is_over, day_starts
from app.rules.money.payment_states import MAIL_WORDS, MailStatus
from app.rules.outbox.effects import Effect
from app.rules.outbox.letters import LetterKind
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox

PAGE_SIZE = 50


@dataclass(frozen=True)
class Wanted:
    """What the log is filtered by; empty and None ask for everything. Both days are included."""

    search: str = ""
    kind: str = ""
    status: str = ""
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class MailRow:
    """One letter; `kind` and `status` are msgids. `next_try_at` is None when none is promised.

    `answer` is the mail server's last word, without address and code (rule C1).
    """

    mail_id: int
    queued_at: datetime
    sent_at: datetime | None
    status_name: str
    status: str
    kind: str
    recipient: str
    about: About
    attempts: int
    answer: str
    next_try_at: datetime | None


@dataclass(frozen=True)
class MailList:
    """One page; `older_than` asks for the next one."""

    rows: tuple[MailRow, ...]
    older_than: int | None


async def mail_list(wanted: Wanted, *, before_id: int | None, time_zone: str) -> MailList:
    """Letters as `wanted`, by the local day they were queued; three statements."""
    conditions = _conditions(wanted, time_zone)
    if before_id is not None:
        conditions.append(Mail.id < before_id)
    found = (
        await Mail.select(*Mail.all_columns(), *COLUMNS)
        .where(*conditions)
        .order_by(Mail.id, ascending=False)
        .limit(PAGE_SIZE + 1)
    )
    rows = found[:PAGE_SIZE]
    subjects = await about(rows)
    tries = await next_tries(rows)
    return MailList(
        rows=tuple(_row(row, subjects[row["id"]], tries.get(row["id"])) for row in rows),
        older_than=rows[-1]["id"] if len(found) > PAGE_SIZE else None,
    )


async def next_tries(rows: Sequence[Mapping[str, Any]]) -> dict[int, datetime]:
    """Mail id -> when it is tried next, of those that wait; one statement, none if none waits."""
    waits = {MailStatus.queued.value, MailStatus.delayed.value}
    waiting = [row["id"] for row in rows if row["status"] in waits]
    if not waiting:
        return {}
    promised = (
        await Outbox.select(Outbox.subject_id, Outbox.due_at)
        .where(
            Outbox.kind == Effect.SEND_MAIL.value,
            Outbox.subject_id.is_in(waiting),
            Outbox.done_at.is_null(),
            Outbox.failed_at.is_null(),
        )
        .order_by(Outbox.due_at, ascending=False)
    )
    return {row["subject_id"]: row["due_at"] for row in promised}


def _conditions(wanted: Wanted, time_zone: str) -> list[Condition]:
    found: list[Condition] = []
    if wanted.search:
        found.append(matching(wanted.search))
    if wanted.kind in LetterKind.__members__:
        found.append(Mail.kind == wanted.kind)
    if wanted.status in MailStatus.__members__:
        found.append(Mail.status == wanted.status)
        if wanted.status != MailStatus.sent:
            # Said in so many words, or SQLite does not take the small index for it.
            found.append(WhereRaw("mail.status <> 'sent'"))
    if wanted.first_on is not None:
        found.append(Mail.queued_at >= day_starts(wanted.first_on, time_zone))
    if wanted.last_on is not None:
        found.append(Mail.queued_at < day_is_over(wanted.last_on, time_zone))
    return found


def _row(row: Mapping[str, Any], subject: About, next_try_at: datetime | None) -> MailRow:
    return MailRow(
        mail_id=row["id"],
        queued_at=row["queued_at"],
        sent_at=row["sent_at"],
        status_name=row["status"],
        status=MAIL_WORDS[MailStatus(row["status"])],
        kind=letter_words(row["kind"]),
        recipient=row["recipient"],
        about=subject,
        attempts=row["attempts"],
        answer=row["answer"],
        next_try_at=next_try_at,
    )
