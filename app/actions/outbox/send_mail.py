"""Send one letter of the mail log."""

from collections.abc import Awaitable, Callable, Mapping

from app.actions.letters.stationery import MailFacts, Stationery
from app.actions.letters.write_notice import write_notice
from app.actions.letters.write_receipt import write_receipt
from app.actions.letters.write_release import write_release
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, Work, work
from app.gateways.mail.letters import Letter
from app.gateways.mail.postman import MailDelayed, MailRefused, Postman
from app.rules.actor import SYSTEM
from app.rules.deadlines import moved_deadline
from app.rules.errors import Missing, NeverWill
from app.rules.letters import LetterKind
from app.rules.payment_states import MAIL_MOVES, MailVerb
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail

_WRITERS: Mapping[LetterKind, Callable[[MailFacts, Stationery], Awaitable[Letter]]] = {
    LetterKind.release: write_release,
    LetterKind.receipt: write_receipt,
    LetterKind.notice: write_notice,
}


async def send_mail(
    mail_id: int, postman: Postman, desk: Stationery, bells: Bells, *, domain: str
) -> None:
    """Write the letter now, hand it to the postman, note the server's answer (rules E3, E4).

    Sent twice at most when the acknowledgement was lost, and then under the same Message-ID.
    Raises `MailDelayed` (it will be tried again) and `NeverWill` (refused for good).
    """
    facts = await _facts(mail_id)
    if facts is None:
        return
    try:
        letter = await _WRITERS[facts.kind](facts, desk)
        answer = await postman.send(
            letter,
            to=facts.recipient,
            message_id=f"<{facts.message_id}@{domain}>",
            language=facts.language,
        )
    except MailDelayed as delay:
        await _note(facts, MailVerb.delay, delay.answer, bells)
        raise
    except MailRefused as refusal:
        await _note(facts, MailVerb.fail, refusal.answer, bells)
        raise NeverWill(refusal.answer) from refusal
    except Missing as gone:
        await _note(facts, MailVerb.fail, "what it was about is gone", bells)
        raise NeverWill("subject gone") from gone
    await _note(facts, MailVerb.send, answer, bells)


async def _facts(mail_id: int) -> MailFacts | None:
    row = await Mail.select().where(Mail.id == mail_id).first()
    if row is None or row["sent_at"] is not None:
        return None
    return MailFacts(
        mail_id=row["id"],
        kind=LetterKind(row["kind"]),
        recipient=row["recipient"],
        language=row["language"],
        message_id=row["message_id"],
        payment_id=row["payment"],
        violation_id=row["violation"],
        assignment_id=row["boot_assignment"],
    )


async def _note(facts: MailFacts, verb: MailVerb, answer: str, bells: Bells) -> None:
    step = MAIL_MOVES[verb]
    async with work(SYSTEM, bells) as doing:
        if facts.kind is LetterKind.release and facts.assignment_id is not None:
            await _follow(doing, facts.assignment_id, reached=verb is MailVerb.send)
        await Mail.update(
            {
                Mail.status: step.target.value,
                Mail.answer: answer[:200],
                Mail.attempts: Mail.attempts + 1,
                Mail.sent_at: doing.at if verb is MailVerb.send else None,
            }
        ).where(Mail.id == facts.mail_id, Mail.status.is_in([one.value for one in step.sources]))


async def _follow(doing: Work, assignment_id: int, *, reached: bool) -> None:
    """Dashboards show mail troubles; a code that came late moves the deadline (rule D5)."""
    one = BootAssignment
    vehicle = await one.select(one.violation.vehicle).where(one.id == assignment_id).first()
    if vehicle is None:
        return
    await take_turn([vehicle["violation.vehicle"]])
    row = (
        await one.select(
            one.boot, one.released_at, one.return_due_at, one.code_reached_at, one.returned_at
        )
        .where(one.id == assignment_id)
        .first()
    )
    if row is None or row["returned_at"] is not None:
        return
    doing.touch(row["boot"])
    if reached and row["code_reached_at"] is None:
        await one.update(
            {
                one.code_reached_at: doing.at,
                one.return_due_at: moved_deadline(
                    row["return_due_at"], row["released_at"], doing.at
                ),
            }
        ).where(one.id == assignment_id)
