"""Send the release code once more to the same address."""

from datetime import timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.take_turn import take_turn
from app.actions.steps.work import Bells, work
from app.reads.pay.case import find_case
from app.rules.boots.states import BootStatus
from app.rules.errors import Conflict, Missing
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.effects.mail import Mail

NO_CODE = N_("There is no code to send for this boot now.")


async def resend_code(actor: Actor, bells: Bells, token: str) -> None:
    """Queue another boot release mail (rule S3): 1 a minute and 5 a day for each release.

    Anyone who stands at the boot may ask, because it goes to the known address only, in the
    language of the first one. Raises `Missing` for an unknown label, `Conflict` when nothing was
    sent yet, `TooMany`.
    """
    async with work(actor, bells) as doing:
        if (case := await find_case(token)) is None:
            raise Missing
        if case.on is not None:
            # Under the turn, so that no code goes to an address just changed (rule P13).
            await take_turn([case.on.vehicle_id])
            case = await find_case(token) or case
        if case.on is None or case.status is not BootStatus.released or not case.on.release_email:
            raise Conflict(NO_CODE)
        subject = str(case.on.assignment_id)
        minute, day = timedelta(minutes=1), timedelta(days=1)
        await count_guess("resend_minute", subject, most=1, window=minute, at=doing.at)
        await count_guess("resend_day", subject, most=5, window=day, at=doing.at)
        sent = (
            await Mail.select(Mail.language)
            .where(
                Mail.boot_assignment == case.on.assignment_id,
                Mail.kind == LetterKind.release.value,
            )
            .order_by(Mail.id)
        )
        if not sent:
            raise Conflict(NO_CODE)
        await queue_mail(
            doing,
            LetterKind.release,
            case.on.release_email,
            cause=f"release-{case.on.assignment_id}-{len(sent)}",
            language=sent[0]["language"],
            payment_id=case.on.release_payment_id,
            boot_assignment_id=case.on.assignment_id,
        )
        await doing.record("resend_code", "boot_assignment", case.on.assignment_id)
