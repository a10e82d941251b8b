"""Put a letter into the mail log and promise to send it."""

from app.actions.steps.work import Work
from app.db import ask
from app.rules.money.payment_states import MailStatus
from app.rules.outbox.effects import RELEASES, Effect
from app.rules.outbox.letters import LetterKind

_QUEUE = """
INSERT INTO mail
    (kind, recipient, language, payment, violation, boot_assignment, message_id, status,
    attempts, answer, queued_at)
VALUES ({}, {}, {}, {}, {}, {}, {}, {}, 0, '', {}) ON CONFLICT (message_id) DO NOTHING RETURNING id
"""


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
    rows = await ask(
        _QUEUE,
        kind.value,
        recipient,
        language,
        payment_id,
        violation_id,
        boot_assignment_id,
        cause,
        MailStatus.queued.value,
        work.at,
    )
    if not rows:
        return None
    mail_id = int(rows[0]["id"])
    # With the code somebody at the kerb can drive off: it waits for no other letter.
    queue = RELEASES if kind is LetterKind.release else ""
    await work.promise(Effect.SEND_MAIL, mail_id, queue=queue)
    return mail_id
