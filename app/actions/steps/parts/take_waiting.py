"""Take in what came about refunds and disputes before the payment itself was settled."""

from app.actions.steps.parts.part_notice import PART_KINDS, PartNotice
from app.actions.steps.parts.take_part import take_part
from app.actions.steps.work import Work
from app.gateways.payments.provider import NoticeKind
from app.rules.settings.system_settings import SystemSettings
from app.tables.money.provider_notice import ProviderNotice

# The outcome of such a notice until then.
WAITS = "waits"


async def take_waiting(
    doing: Work, payment_id: int, provider: str, capture_ref: str, settings: SystemSettings
) -> None:
    """The waiting notices of the payment or its capture, oldest first (rule P12)."""
    one = ProviderNotice
    same_capture = (one.payment_id.is_null()) & (one.capture_ref == capture_ref)
    rows = (
        await one.select()
        .where(
            one.provider == provider,
            one.outcome == WAITS,
            one.kind.is_in([kind.value for kind in PART_KINDS]),
            (one.payment_id == payment_id) | same_capture
            if capture_ref
            else one.payment_id == payment_id,
        )
        .order_by(one.id)
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
