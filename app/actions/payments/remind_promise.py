"""Remind a driver of the cash or cheque that was promised."""

from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.work import Bells, work
from app.rules.money.payment_states import PaymentStatus
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import SYSTEM
from app.tables.money.payment import Payment


async def remind_promise(payment_id: int, bells: Bells) -> None:
    """Once, and only while the promise stands (rule P7); doing it again is harmless."""
    async with work(SYSTEM, bells) as doing:
        row = (
            await Payment.select(Payment.email, Payment.language)
            .where(Payment.id == payment_id, Payment.status == PaymentStatus.promised.value)
            .first()
        )
        if row is None:
            return
        queued = await queue_mail(
            doing,
            LetterKind.promise_reminder,
            row["email"],
            cause=f"promise-reminder-{payment_id}",
            language=row["language"],
            payment_id=payment_id,
        )
        if queued is not None:
            await doing.record("remind_promise", "payment", payment_id)
