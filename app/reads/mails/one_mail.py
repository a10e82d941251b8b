"""One letter of the mail log: every try with the server's words, and whether it may go again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.clock import now
from app.reads.mails.about import COLUMNS, About, about
from app.reads.mails.mail_list import next_tries
from app.reads.payments.payment_history import letter_words
from app.rules.boots.deadlines import is_late
from app.rules.errors import Missing
from app.rules.money.payment_states import MAIL_WORDS, MailStatus, PaymentStatus
from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_
from app.tables.effects.mail import Mail
from app.tables.effects.mail_attempt import MailAttempt

STILL_WAITS = N_("It is still waiting to be sent. We keep trying by ourselves.")
NEW_ADDRESS = N_("The address was changed since. What is needed went to the new one.")
OVER = N_("What it was about is over.")
NO_CODE = N_("There is no code to send for this boot now.")


@dataclass(frozen=True)
class Attempt:
    """One try; `outcome` is a msgid, `answer` the server's words without address and code."""

    at: datetime
    outcome_name: str
    outcome: str
    answer: str


@dataclass(frozen=True)
class OneMail:
    """The facts; `kind`, `status` are msgids, and so is `refused`: why it cannot go again, or "".

    `last_answer` is told where no try was written down one by one yet.
    """

    mail_id: int
    kind_name: str
    kind: str
    status_name: str
    status: str
    recipient: str
    language: str
    about: About
    payment_id: int | None
    assignment_id: int | None
    violation_id: int | None
    message_id: str
    queued_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    attempts: int
    last_answer: str
    tries: tuple[Attempt, ...]
    refused: str


async def one_mail(mail_id: int) -> OneMail:
    """The letter with its tries, newest first; four statements. Raises `Missing`."""
    row = (
        await Mail.select(
            *Mail.all_columns(),
            *COLUMNS,
            Mail.payment.email,
            Mail.payment.status,
            Mail.boot_assignment.release_email,
            Mail.boot_assignment.released_at,
            Mail.boot_assignment.returned_at,
            Mail.boot_assignment.closed_at,
            Mail.boot_assignment.return_due_at,
        )
        .where(Mail.id == mail_id)
        .first()
    )
    if row is None:
        raise Missing
    tries = (
        await MailAttempt.select()
        .where(MailAttempt.mail == mail_id)
        .order_by(MailAttempt.id, ascending=False)
    )
    return OneMail(
        mail_id=mail_id,
        kind_name=row["kind"],
        kind=letter_words(row["kind"]),
        status_name=row["status"],
        status=MAIL_WORDS[MailStatus(row["status"])],
        recipient=row["recipient"],
        language=row["language"],
        about=(await about([row]))[mail_id],
        payment_id=row["payment"],
        assignment_id=row["boot_assignment"],
        violation_id=row["violation"],
        message_id=row["message_id"],
        queued_at=row["queued_at"],
        sent_at=row["sent_at"],
        next_try_at=(await next_tries([row])).get(mail_id),
        attempts=row["attempts"],
        last_answer=row["answer"],
        tries=tuple(
            Attempt(
                at=one["at"],
                outcome_name=one["outcome"],
                outcome=MAIL_WORDS[MailStatus(one["outcome"])],
                answer=one["answer"],
            )
            for one in tries
        ),
        refused=_refused(row),
    )


def _refused(row: dict[str, Any]) -> str:
    """Why it may not go to the same address once more; "" when it may (rules E9, P13, S3)."""
    if row["status"] in {MailStatus.queued, MailStatus.delayed}:
        return STILL_WAITS
    kind = row["kind"]
    if kind in {LetterKind.release, LetterKind.return_reminder}:
        case = "boot_assignment."
        over = row[f"{case}returned_at"] is not None or row[f"{case}closed_at"] is not None
        if over or row[f"{case}released_at"] is None:
            return NO_CODE if kind == LetterKind.release else OVER
        if kind == LetterKind.return_reminder and is_late(row[f"{case}return_due_at"], now()):
            return OVER
        if row[f"{case}release_email"] != row["recipient"]:
            return NEW_ADDRESS
        return ""
    if kind == LetterKind.email_changed or row["payment"] is None:
        return ""
    if row["payment.email"] != row["recipient"]:
        return NEW_ADDRESS
    if kind in {LetterKind.promise, LetterKind.promise_reminder}:
        return "" if row["payment.status"] == PaymentStatus.promised else OVER
    return ""
