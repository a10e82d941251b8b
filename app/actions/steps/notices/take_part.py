"""Take in what the provider says of a refund or dispute of a settled payment."""

from dataclasses import replace

from piccolo.columns.combination import And, Where

from app.actions.steps.disputes.open_dispute import open_dispute
from app.actions.steps.disputes.win_dispute import win_dispute
from app.actions.steps.notices.part_notice import PartNotice
from app.actions.steps.outside_refunds.outside_reason import outside_reason
from app.actions.steps.outside_refunds.over_ref import over_ref
from app.actions.steps.outside_refunds.take_outside_refund import take_outside_refund
from app.actions.steps.outside_refunds.undo_outside_refund import CAME_BACK, undo_outside_refund
from app.actions.steps.refunds.fail_refund import fail_refund
from app.actions.steps.refunds.finish_refund import finish_refund
from app.actions.steps.refunds.hold_refund import hold_refund
from app.actions.steps.refunds.note_other_amount import note_other_amount
from app.actions.steps.work import Work
from app.gateways.payments.provider import NoticeKind
from app.rules.money.refund_reasons import MADE_OUTSIDE
from app.rules.settings.system_settings import SystemSettings
from app.tables.money.dispute import Dispute
from app.tables.money.provider_notice import ProviderNotice
from app.tables.money.refund import Refund


async def take_part(
    doing: Work, payment_id: int, part: PartNotice, settings: SystemSettings
) -> bool:
    """Do what follows from it (rules P10, P12); False for a repeat, or when it says nothing.

    The turns of the payment's vehicles are held and the payment is settled (or the refund ours).
    """
    match part.kind:
        case NoticeKind.REFUNDED | NoticeKind.REFUND_FAILED:
            return await _take_refund(doing, payment_id, part)
        case NoticeKind.DISPUTED:
            return bool(part.ref) and await open_dispute(doing, payment_id, part)
        case NoticeKind.DISPUTE_WON | NoticeKind.DISPUTE_LOST if part.ref:
            return await _close_dispute(doing, payment_id, part, settings)
        case _:
            return False


async def _take_refund(doing: Work, payment_id: int, part: PartNotice) -> bool:
    failed = part.kind is NoticeKind.REFUND_FAILED
    ours = await _own_refund(payment_id, part)
    if ours is not None:
        tries = await hold_refund(ours)
        if part.own_refund_id is not None and part.own_try != tries:
            # Only one that failed is sent again, so news of an earlier try changes nothing.
            return False
        if failed:
            undone = await _undo_too_much(doing, payment_id, ours, part)
            return await fail_refund(doing, ours, CAME_BACK, came_back_as=part.ref) or undone
        if await _known_to_fail(part):
            return False
        return await _take_done(doing, ours, part)
    if not part.ref or part.cents <= 0:
        return False
    if failed:
        return await undo_outside_refund(doing, payment_id, part)
    return await take_outside_refund(doing, payment_id, part)


async def _take_done(doing: Work, refund_id: int, part: PartNotice) -> bool:
    asked = await Refund.select(Refund.amount_cents).where(Refund.id == refund_id).first()
    # A notice that names no amount says only that it is done.
    if asked is not None and 0 < part.cents != asked["amount_cents"]:
        return await note_other_amount(doing, refund_id, part.cents, part.ref)
    return await finish_refund(doing, refund_id, part.ref)


async def _undo_too_much(doing: Work, payment_id: int, refund_id: int, part: PartNotice) -> bool:
    """What it had moved beyond the refund of ours came back with it."""
    over = await over_ref(refund_id)
    known = Refund.reason == outside_reason(over)
    if not await Refund.exists().where(Refund.payment == payment_id, known):
        return False
    return await undo_outside_refund(doing, payment_id, replace(part, ref=over))


async def _own_refund(payment_id: int, part: PartNotice) -> int | None:
    """By our key; by the provider's name of it when the notice carries no key."""
    if part.own_refund_id is not None:
        where: Where | And = Refund.id == part.own_refund_id
    else:
        where = (Refund.provider_ref == part.ref) & (Refund.provider_ref != "")
    row = (
        await Refund.select(Refund.id)
        .where(Refund.payment == payment_id, where, Refund.reason.not_like(f"{MADE_OUTSIDE}:%"))
        .first()
    )
    return int(row["id"]) if row else None


async def _known_to_fail(part: PartNotice) -> bool:
    """The failure of a refund is its end, also when the news of its success comes later."""
    return await ProviderNotice.exists().where(
        ProviderNotice.provider == part.provider,
        ProviderNotice.kind == NoticeKind.REFUND_FAILED.value,
        ProviderNotice.part_ref == part.ref,
    )


async def _close_dispute(
    doing: Work, payment_id: int, part: PartNotice, settings: SystemSettings
) -> bool:
    """Its end may overtake its beginning; then it begins here."""
    await open_dispute(doing, payment_id, part)
    dispute = (
        await Dispute.select(Dispute.id)
        .where(Dispute.provider == part.provider, Dispute.provider_ref == part.ref)
        .first()
    )
    if dispute is None:
        return False
    if part.kind is NoticeKind.DISPUTE_WON:
        return await win_dispute(doing, payment_id, dispute["id"], settings)
    lost = (
        await Dispute.update({Dispute.status: "lost", Dispute.closed_at: doing.at})
        .where(Dispute.id == dispute["id"], Dispute.status == "open")
        .returning(Dispute.id)
    )
    if lost:
        await doing.record("lose_dispute", "payment", payment_id)
    return bool(lost)
