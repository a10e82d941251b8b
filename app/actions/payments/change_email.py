"""Change the email of a payment, and send there what its payer needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.actions.steps.count_guess import count_guess
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.take_payment_turn import take_payment_turn
from app.actions.steps.work import Bells, Work, work
from app.reads.pay.payer.payers import Payer, paid_by
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.money.payment_states import MAIL_MOVES, MailVerb, PaymentStatus
from app.rules.money.refund_reasons import GOODWILL
from app.rules.outbox.letters import LetterKind, goodwill_cause, goodwill_refund
from app.rules.people.actor import Actor
from app.rules.people.emails import clean_email, mask_email
from app.rules.wording import N_
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.deposit_decision import DepositDecision
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt
from app.tables.money.refund import Refund

OVER = N_("This payment did not go through, so no mail is sent for it.")
SAME = N_("This is the address we have. Enter the one to write to from now on.")
MOST, WITHIN = 3, timedelta(days=1)
_OF_CASE = {LetterKind.release, LetterKind.return_reminder}
_LIVING = (PaymentStatus.started, PaymentStatus.promised, PaymentStatus.settled)


@dataclass(frozen=True)
class _New:
    """A letter to the new address; `assignment_id` for one about a boot."""

    kind: LetterKind
    cause: str
    assignment_id: int | None = None


async def change_email(
    actor: Actor, bells: Bells, payment_id: int, email: str, *, payer: Payer | None
) -> int:
    """Carry out rule P13 in one transaction; returns the version of the links mailed from now on.

    `payer` proves that the payment is theirs (rule S3); None when staff do it. Raises `Invalid` on
    `email`, `Missing` for a payment of somebody else, `Conflict` for one that was given up, and
    `TooMany` after 3 changes by the payer in a day.
    """
    new = clean_email(email)
    async with work(actor, bells) as doing:
        # Settling, sending the code again and the release itself read the address under this turn.
        await take_payment_turn(payment_id)
        payment = await _payment(payment_id, payer)
        if payment["status"] not in _LIVING:
            raise Conflict(OVER)
        if payment["email"] == new:
            raise Invalid(fields={"email": SAME})
        if payer is not None:
            await count_guess(
                "change_email", str(payment_id), most=MOST, window=WITHIN, at=doing.at
            )
        version = int(payment["link_version"]) + 1
        await Payment.update({Payment.email: new, Payment.link_version: version}).where(
            Payment.id == payment_id
        )
        stopped, reminded = await _stop_waiting(payment_id)
        if not payment["email"]:
            stopped |= await _never_told(payment_id)
        kinds = set(stopped.values())
        if await Receipt.exists().where(Receipt.payment == payment_id):
            kinds.add(LetterKind.receipt)
        if payment["status"] == PaymentStatus.promised:
            kinds.add(LetterKind.promise)
        letters = [
            _New(kind, f"{kind}-{payment_id}-v{version}") for kind in kinds - {LetterKind.goodwill}
        ]
        for cause, kind in stopped.items():
            if kind is LetterKind.goodwill:
                letters.append(_New(kind, goodwill_cause(goodwill_refund(cause) or 0, version)))
        letters += await _move_cases(doing, payment_id, new, version, reminded)
        await _write(doing, payment, new, version, letters)
        # A letter that failed calls nobody once it was written to another address.
        doing.move_board()
        await doing.record(
            "change_email",
            "payment",
            payment_id,
            before={"email": mask_email(payment["email"]) if payment["email"] else ""},
            after={"email": mask_email(new)},
        )
    return version


async def _payment(payment_id: int, payer: Payer | None) -> dict[str, Any]:
    where = Payment.id == payment_id
    query = Payment.select(
        Payment.id, Payment.status, Payment.email, Payment.language, Payment.link_version
    ).where(where)
    if payer is not None:
        own = paid_by(payer)
        if own is None:
            raise Missing
        query = query.where(own)
    row = await query.first()
    if row is None:
        raise Missing
    return row


async def _stop_waiting(payment_id: int) -> tuple[dict[str, LetterKind], set[int]]:
    """Mails still to be sent to the old address never are.

    Returns the causes and kinds of those that are about no boot, and the cases whose reminder was
    among them.
    """
    step = MAIL_MOVES[MailVerb.fail]
    stopped = (
        await Mail.update({Mail.status: step.target.value, Mail.answer: "the address was changed"})
        .where(
            Mail.payment == payment_id,
            Mail.kind != LetterKind.email_changed.value,
            Mail.status.is_in(sorted(source.value for source in step.sources)),
        )
        .returning(Mail.kind, Mail.message_id, Mail.boot_assignment)
    )
    return (
        {
            row["message_id"]: kind
            for row in stopped
            if (kind := LetterKind(row["kind"])) not in _OF_CASE
        },
        {row["boot_assignment"] for row in stopped if row["kind"] == LetterKind.return_reminder},
    )


async def _never_told(payment_id: int) -> dict[str, LetterKind]:
    """What was decided while there was no address to write to."""
    goodwill = await Refund.select(Refund.id).where(
        Refund.payment == payment_id, Refund.reason.like(f"{GOODWILL}:%")
    )
    causes = {goodwill_cause(row["id"]): LetterKind.goodwill for row in goodwill}
    if await DepositDecision.exists().where(DepositDecision.payment == payment_id):
        causes[f"deposit-{payment_id}"] = LetterKind.refund
    return causes


async def _move_cases(
    doing: Work, payment_id: int, new: str, version: int, reminded: set[int]
) -> list[_New]:
    """The letters about boots still out; one that is back needs no code and no reminder.

    There are several when one payment freed several boots.
    """
    one, letters = BootAssignment, []
    cases = await (
        one.select(one.id, one.boot)
        .where(
            one.release_payment_id == payment_id,
            one.returned_at.is_null(),
            one.closed_at.is_null(),
        )
        .order_by(one.id)
    )
    for case in cases:
        case_id = case["id"]
        await one.update({one.release_email: new}).where(one.id == case_id)
        doing.touch(case["boot"])
        kinds = [LetterKind.release] + [LetterKind.return_reminder] * (case_id in reminded)
        letters += [
            _New(kind, f"{kind}-{payment_id}-v{version}-{case_id}", case_id) for kind in kinds
        ]
    return letters


async def _write(
    doing: Work,
    payment: dict[str, Any],
    new: str,
    version: int,
    letters: Iterable[_New],
) -> None:
    """The new address gets everything anew, the code first; the old one is told."""
    payment_id = payment["id"]
    order = list(LetterKind)
    for letter in sorted(letters, key=lambda one: order.index(one.kind)):
        await queue_mail(
            doing,
            letter.kind,
            new,
            cause=letter.cause,
            language=payment["language"],
            payment_id=payment_id,
            boot_assignment_id=letter.assignment_id,
        )
    if payment["email"]:
        await queue_mail(
            doing,
            LetterKind.email_changed,
            payment["email"],
            cause=f"{LetterKind.email_changed}-{payment_id}-v{version}",
            language=payment["language"],
            payment_id=payment_id,
        )
