"""How many letters of the last days failed for good, those about no boot of the board included."""

from datetime import datetime, timedelta

from app.rules.money.payment_states import MailStatus
from app.rules.outbox.letters import GONE, LetterKind
from app.tables.effects.mail import Mail

LATELY = timedelta(days=7)
# Beyond it the number says nothing more, and a server that refuses everything costs no more.
_MOST = 200
# As on a boot's row: the newest letter of its kind counts. A test is watched by who sent it.
_NEWER = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM mail newer WHERE newer.{link} = m.{link}"  # noqa: S608
    " AND newer.kind = m.kind AND newer.id > m.id)"
    for link in ("boot_assignment", "payment", "violation")
)
# The second condition in so many words, or SQLite does not take the small index for it.
_FAILED = f"""
SELECT COUNT(*) AS found FROM (
    SELECT * FROM mail WHERE status = '{MailStatus.failed}' AND status <> 'sent'
    ORDER BY id DESC LIMIT {_MOST}) m
WHERE m.queued_at >= {{}} AND m.answer <> '{GONE}' AND m.kind <> '{LetterKind.template_test}'
    AND {_NEWER}"""  # noqa: S608  (our own words)


async def mails_failed(now: datetime) -> int:
    """All that call somebody (rule E9): a receipt or a notice need not have a boot; at most 200."""
    return int((await Mail.raw(_FAILED, now - LATELY))[0]["found"])
