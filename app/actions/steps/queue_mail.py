"""Put a letter into the mail log and promise to send it."""

from app.actions.steps.work import Work
from app.rules.money.payment_states import MailStatus
from app.rules.outbox.effects import Effect
from app.rules.outbox.letters import LetterKind
from app.tables.effects.mail import Mail


async def queue_mail(
    work: Work,
    kind: LetterKind,
    recipient: str,
    *,
    cause: str,
    language: str,
    payment_id: int | None = None,
    violation_id: int | None = None,
    boot_assignment_id: int | None = None,
) -> int | None:
    """Queue one letter; it is rendered when sent, from ids (rules C1, E5).

    `cause` becomes the Message-ID, so that a copy after a lost acknowledgement is recognised.
    Returns the mail's id, or None when this cause was queued before.
    """
    rows = (
        await Mail.insert(
            Mail(
                kind=kind,
                recipient=recipient,
                language=language,
                payment=payment_id,
                violation=violation_id,
                boot_assignment=boot_assignment_id,
                message_id=cause,
                status=MailStatus.queued,
                queued_at=work.at,
            )
        )
        .on_conflict(action="DO NOTHING", target=Mail.message_id)
        .returning(Mail.id)
    )
    if not rows:
        return None
    mail_id = int(rows[0]["id"])
    await work.promise(Effect.SEND_MAIL, mail_id)
    return mail_id
