"""Send one letter of the mail log."""

from collections.abc import Awaitable, Callable, Mapping

from app.actions.letters.stationery import MailFacts, Stationery
from app.actions.letters.write_email_changed import write_email_changed
from app.actions.letters.write_goodwill import write_goodwill
from app.actions.letters.write_notice import write_notice
from app.actions.letters.write_promise import write_promise
from app.actions.letters.write_receipt import write_receipt
from app.actions.letters.write_refund import write_refund
from app.actions.letters.write_release import write_release
from app.actions.letters.write_return_reminder import write_return_reminder
from app.actions.letters.write_test import write_test
from app.actions.steps.assignments.code_reached import Times, code_reached
from app.actions.steps.discreet_answer import discreet_answer
from app.actions.steps.mail_texts.in_own_words import in_own_words
from app.actions.steps.work import Bells, Work, work
from app.db import ask, in_list
from app.gateways.mail.letters import Letter
from app.gateways.mail.postman import MailDelayed, MailRefused, Postman
from app.rules.errors import Missing, NeverWill
from app.rules.mail_texts.words import LetterWords
from app.rules.money.payment_states import MAIL_MOVES, MailVerb
from app.rules.outbox.letters import GONE, LetterKind
from app.rules.people.actor import SYSTEM

_WRITERS: Mapping[LetterKind, Callable[[MailFacts, Stationery], Awaitable[Letter]]] = {
    LetterKind.release: write_release,
    LetterKind.receipt: write_receipt,
    LetterKind.notice: write_notice,
    LetterKind.promise: write_promise,
    LetterKind.promise_reminder: write_promise,
    LetterKind.return_reminder: write_return_reminder,
    LetterKind.refund: write_refund,
    LetterKind.goodwill: write_goodwill,
    LetterKind.paid_twice: write_goodwill,
    LetterKind.email_changed: write_email_changed,
    LetterKind.template_test: write_test,
}

# Written out, because a driver waits for the letter (target P4).
_FACTS = """
SELECT m.id, m.kind, m.recipient, m.language, m.message_id, m.payment, m.violation,
    m.boot_assignment, m.status, t.subject, t.body, t.standard
FROM mail m LEFT JOIN mail_text t ON t.id = (
    SELECT n.id FROM mail_text n
    WHERE n.kind = m.kind AND n.language = m.language AND n.version > 0
    ORDER BY n.version DESC LIMIT 1
)
WHERE m.id = {}
"""
_TAKE_TURN_OF = """
UPDATE vehicle SET turn = turn + 1 WHERE id =
    (SELECT v.vehicle FROM boot_assignment a JOIN violation v ON v.id = a.violation WHERE a.id = {})
"""
_NOTE = """
UPDATE mail SET status = {}, answer = {}, attempts = attempts + 1, sent_at = {}
WHERE id = {} AND status IN (...) RETURNING id
"""
_TRY = "INSERT INTO mail_attempt (mail, at, outcome, answer) VALUES ({}, {}, {}, {})"
# The open case that a letter about a payment or a ticket belongs to: the board shows its troubles.
_CASE_BEHIND = """
SELECT id FROM boot_assignment WHERE closed_at IS NULL AND (
    id = (SELECT boot_assignment FROM payment WHERE id = {}) OR violation = {})
"""
_CASE = """
SELECT boot, released_at, return_due_at, remind_at, code_reached_at, returned_at
FROM boot_assignment WHERE id = {}
"""


async def send_mail(
    mail_id: int, postman: Postman, desk: Stationery, bells: Bells, *, domain: str
) -> None:
    """Write the letter now, hand it to the postman, note the server's answer (rules C1, E5).

    Sent twice at most when the acknowledgement was lost, and then under the same Message-ID.
    Raises `MailDelayed` (it will be tried again) and `NeverWill` (refused for good).
    """
    facts = await _facts(mail_id)
    if facts is None:
        return
    letter: Letter | None = None
    try:
        letter = await in_own_words(await _WRITERS[facts.kind](facts, desk), facts.words)
        answer = await postman.send(
            letter,
            to=facts.recipient,
            message_id=f"<{facts.message_id}@{domain}>",
            language=facts.language,
        )
    except MailDelayed as delay:
        await _note(facts, MailVerb.delay, discreet_answer(delay.answer, letter), bells)
        raise
    except MailRefused as refusal:
        await _note(facts, MailVerb.fail, discreet_answer(refusal.answer, letter), bells)
        raise NeverWill(refusal.answer) from refusal
    except Missing as gone:
        await _note(facts, MailVerb.fail, GONE, bells)
        raise NeverWill("subject gone") from gone
    await _note(facts, MailVerb.send, discreet_answer(answer, letter), bells)


async def _facts(mail_id: int) -> MailFacts | None:
    """What to write; None once the log says that it was sent or failed for good."""
    rows = await ask(_FACTS, mail_id)
    if not rows or rows[0]["status"] not in MAIL_MOVES[MailVerb.send].sources:
        return None
    row = rows[0]
    return MailFacts(
        mail_id=row["id"],
        kind=LetterKind(row["kind"]),
        recipient=row["recipient"],
        language=row["language"],
        message_id=row["message_id"],
        payment_id=row["payment"],
        violation_id=row["violation"],
        assignment_id=row["boot_assignment"],
        words=None
        if row["body"] is None or row["standard"]
        else LetterWords(row["subject"], row["body"]),
    )


async def _note(facts: MailFacts, verb: MailVerb, answer: str, bells: Bells) -> None:
    """Of two that sent the same letter, only the one whose note counts lets anything follow.

    The vehicle's turn is the first lock, as everywhere (rule R1).
    """
    about = await _case_behind(facts, verb)
    async with work(SYSTEM, bells) as doing:
        if about is not None:
            await ask(_TAKE_TURN_OF, about)
        step = MAIL_MOVES[verb]
        sources = sorted(source.value for source in step.sources)
        said = answer[:200]
        won = await ask(
            in_list(_NOTE, len(sources)),
            step.target.value,
            said,
            doing.at if verb is MailVerb.send else None,
            facts.mail_id,
            *sources,
        )
        await ask(_TRY, facts.mail_id, doing.at, step.target.value, said)
        if won and verb is MailVerb.fail:
            doing.move_board()
        if won and about is not None:
            carries_code = facts.kind is LetterKind.release
            await _follow(doing, about, reached=carries_code and verb is MailVerb.send)


async def _case_behind(facts: MailFacts, verb: MailVerb) -> int | None:
    """The case whose row changes with the letter: any news of the code, of others the failures."""
    if facts.kind is LetterKind.release:
        return facts.assignment_id
    if verb is not MailVerb.fail:
        return None
    if facts.assignment_id is not None:
        return facts.assignment_id
    rows = await ask(_CASE_BEHIND, facts.payment_id, facts.violation_id)
    return int(rows[0]["id"]) if rows else None


async def _follow(doing: Work, assignment_id: int, *, reached: bool) -> None:
    """Dashboards show mail troubles; a code that came late moves the deadline (rule D5)."""
    rows = await ask(_CASE, assignment_id)
    if not rows:
        return
    row = rows[0]
    doing.touch(row["boot"])
    if reached and row["code_reached_at"] is None and row["returned_at"] is None:
        times = Times(row["released_at"], row["return_due_at"], row["remind_at"])
        await code_reached(doing, assignment_id, times)
