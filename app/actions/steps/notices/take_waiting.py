"""Take in what came about refunds and disputes before the payment itself was settled."""

from app.actions.steps.notices.part_notice import PART_KINDS, PartNotice
from app.actions.steps.notices.take_part import take_part
from app.actions.steps.work import Work
from app.db import ask, in_list
from app.gateways.payments.provider import NoticeKind
from app.rules.settings.system_settings import SystemSettings
from app.tables.money.provider_notice import ProviderNotice

# The outcome of such a notice until then.
WAITS = "waits"

_WAITING = """
SELECT id, kind, part_ref, part_key, part_cents, currency FROM provider_notice
WHERE provider = {} AND outcome = {}
    AND (payment_id = {} OR (payment_id IS NULL AND capture_ref = {})) AND kind IN (...)
ORDER BY id
"""


async def take_waiting(
    doing: Work, payment_id: int, provider: str, capture_ref: str, settings: SystemSettings
) -> None:
    """The waiting notices of the payment or its capture, oldest first (rule P12)."""
    one = ProviderNotice
    kinds = sorted(kind.value for kind in PART_KINDS)
    # Without a capture's name the second condition finds nothing: NULL equals nothing.
    rows = await ask(
        in_list(_WAITING, len(kinds)), provider, WAITS, payment_id, capture_ref or None, *kinds
    )
    for row in rows:
        part = PartNotice(
            provider=provider,
            kind=NoticeKind(row["kind"]),
            ref=row["part_ref"],
            key=row["part_key"],
            cents=row["part_cents"],
            currency=row["currency"],
        )
        taken = await take_part(doing, payment_id, part, settings)
        await one.update(
            {one.outcome: "noted" if taken else "repeated", one.payment_id: payment_id}
        ).where(one.id == row["id"])
