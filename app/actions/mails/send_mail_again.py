"""Send a letter of the mail log once more, to the same address."""

from datetime import timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.take_payment_turn import take_payment_turn
from app.actions.steps.take_turn import take_turn
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, Work, work
from app.reads.mails.one_mail import STILL_WAITS, OneMail, one_mail
from app.rules.errors import Conflict
from app.rules.money.payment_states import MAIL_MOVES, MailStatus, MailVerb
from app.rules.outbox.effects import RELEASES, Effect
from app.rules.outbox.letters import LetterKind, copy_cause, first_cause
from app.rules.people.actor import Actor
from app.rules.people.emails import mask_email
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def send_mail_again(actor: Actor, bells: Bells, mail_id: int) -> int:
    """Carry out rule E9; returns the id of the letter that now waits to be sent.

    One that failed waits again itself; of one that was sent a copy is written anew. Raises
    `Missing`, `Conflict` when it may not go again, `TooMany` beyond 1 a minute and 5 a day.
    """
    async with work(actor, bells) as doing:
        before = await one_mail(mail_id)
        await _take_turn(before)
        # Under the turn, so that nothing goes to an address just changed (rule P13).
        letter = await one_mail(mail_id)
        if letter.refused:
            raise Conflict(letter.refused)
        for kind, most, window in (("resend_minute", 1, MINUTE), ("resend_day", 5, DAY)):
            await count_guess(kind, _subject(letter), most=most, window=window, at=doing.at)
        waiting = await (
            _wait_again(doing, letter)
            if letter.status_name == MailStatus.failed
            else _copy(doing, letter)
        )
        await doing.record(
            "send_mail_again", "mail", waiting, after={"email": mask_email(letter.recipient)}
        )
        doing.move_board()
        boot_id = await _boot_on_board(letter)
        if boot_id is not None:
            doing.touch(boot_id)
    return waiting


def _subject(letter: OneMail) -> str:
    """What the limit counts: all letters with one code together, as at the boot (rule S3)."""
    if letter.kind_name == LetterKind.release:
        return str(letter.assignment_id)
    return f"mail:{first_cause(letter.message_id)}"


async def _take_turn(letter: OneMail) -> None:
    if letter.payment_id is not None:
        await take_payment_turn(letter.payment_id)
    elif letter.about.ticket_id is not None:
        ticket = Violation.select(Violation.vehicle).where(Violation.id == letter.about.ticket_id)
        await take_turn([row["vehicle"] for row in await ticket])


async def _wait_again(doing: Work, letter: OneMail) -> int:
    step = MAIL_MOVES[MailVerb.queue_again]
    if not await win_move(Mail, Mail.id == letter.mail_id, Mail.status, step):
        raise Conflict(STILL_WAITS)
    queue = RELEASES if letter.kind_name == LetterKind.release else ""
    # By the moment: a letter that a change of address stopped has no try that would count it.
    cause = f"{Effect.SEND_MAIL}:{letter.mail_id}:{doing.at.timestamp()}"
    await doing.promise(Effect.SEND_MAIL, letter.mail_id, cause=cause, queue=queue)
    return letter.mail_id


async def _copy(doing: Work, letter: OneMail) -> int:
    first = first_cause(letter.message_id)
    copies = await Mail.count().where(Mail.message_id.like(f"{first}-again%"))
    made = await queue_mail(
        doing,
        LetterKind(letter.kind_name),
        letter.recipient,
        cause=copy_cause(first, copies),
        language=letter.language,
        payment_id=letter.payment_id,
        violation_id=letter.violation_id,
        boot_assignment_id=letter.assignment_id,
    )
    if made is None:
        raise Conflict(STILL_WAITS)
    return made


async def _boot_on_board(letter: OneMail) -> int | None:
    """The boot whose row says that this letter failed."""
    one = BootAssignment
    case = one.violation == (letter.violation_id or 0)
    if letter.assignment_id is not None:
        case = one.id == letter.assignment_id
    elif letter.payment_id is not None:
        of_payment = Payment.select(Payment.boot_assignment).where(Payment.id == letter.payment_id)
        case = one.id.is_in(of_payment)
    row = await one.select(one.boot).where(case, one.closed_at.is_null()).first()
    return int(row["boot"]) if row else None
