"""What may be done with one boot now, by the person who opened its gear (rule L3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reads.dashboard.deeds import Deed, code_deed, deed, email_deed, mail_deed, refund_deed
from app.reads.dashboard.failed_mail import failed_mail
from app.rules.boots.codes import needs_new_code
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.states import BootStatus, BootVerb, OutReason, legal_verbs
from app.rules.errors import Missing
from app.rules.money.payment_states import DepositStatus
from app.rules.people.access import Permission, Role, may, may_cancel_never_applied
from app.rules.settings.system_settings import SystemSettings
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine

# Once money went back, or was kept for good, the return it followed from stands (rule B7).
_DECIDED = (DepositStatus.refunded, DepositStatus.partly_refunded, DepositStatus.forfeited)
_ONTO_THE_SHELF = frozenset({BootVerb.make_available, BootVerb.put_back})


@dataclass(frozen=True)
class Gear:
    """A boot and exactly the deeds that are legal for its state and this person."""

    boot_id: int
    name: str
    status: str
    overdue: bool
    deeds: tuple[Deed, ...]


async def gear(
    boot_id: int, *, staff_id: int | None, role: Role, settings: SystemSettings, now: datetime
) -> Gear:
    """What this person may do with the boot; at most five statements (rules B1, L3, S2).

    What calls somebody stands first: the refund that is due, the mail that failed, the new code
    that a boot waits for.

    Raises `Missing` when there is no such boot.
    """
    boot = await Boot.objects().get(Boot.id == boot_id)
    if boot is None:
        raise Missing
    case = (
        await BootAssignment.select(
            BootAssignment.id,
            BootAssignment.violation,
            BootAssignment.issued_by,
            BootAssignment.issued_at,
            BootAssignment.return_due_at,
            BootAssignment.reported_returned_at,
            BootAssignment.release_payment_id,
        )
        .where(BootAssignment.boot == boot_id, BootAssignment.closed_at.is_null())
        .first()
    )
    status = BootStatus(boot.status)
    verbs = set(legal_verbs(status, role, OutReason(boot.out_reason) if boot.out_reason else None))
    # Neither way onto the shelf is open before the new code is recorded (rules B8, C2).
    waiting = verbs & _ONTO_THE_SHELF if _code_is_spent(boot, settings) else set()
    blocked = waiting | {
        verb
        for verb, is_blocked in (
            (BootVerb.write_violation, not settings.universal_boot_enabled),
            (BootVerb.cancel_never_applied, not _may_cancel(case, staff_id, role, now)),
            (BootVerb.undo_return, BootVerb.undo_return in verbs and await _is_decided(case)),
        )
        if is_blocked
    }
    return Gear(
        boot_id=boot_id,
        name=boot.name,
        status=status,
        overdue=case is not None
        and is_boot_overdue(status, case["return_due_at"], case["reported_returned_at"], now),
        deeds=(
            *await _called_for(case, role),
            *((code_deed(boot_id),) if waiting and may(role, Permission.record_new_code) else ()),
            *(deed(verb, boot_id) for verb in BootVerb if verb in verbs - blocked),
            *_email(case, status, role),
        ),
    )


async def _called_for(case: dict[str, Any] | None, role: Role) -> list[Deed]:
    """What put the boot among those that need somebody, as far as this person may see to it."""
    if case is None:
        return []
    found: list[Deed] = []
    if may(role, Permission.refund):
        due = (
            await Payment.select(Payment.id)
            .where(
                Payment.boot_assignment == case["id"],
                Payment.deposit_status == DepositStatus.due.value,
            )
            .first()
        )
        if due is not None:
            found.append(refund_deed(due["id"]))
    if may(role, Permission.see_reports):
        mail_id = await failed_mail(case["id"])
        if mail_id is not None:
            found.append(mail_deed(mail_id))
    return found


def _email(case: dict[str, Any] | None, status: BootStatus, role: Role) -> tuple[Deed, ...]:
    if case is None or status is not BootStatus.released or case["release_payment_id"] is None:
        return ()
    if not may(role, Permission.change_payer_email):
        return ()
    return (email_deed(case["release_payment_id"]),)


def _may_cancel(
    case: dict[str, Any] | None, staff_id: int | None, role: Role, now: datetime
) -> bool:
    return case is not None and may_cancel_never_applied(
        role, is_own=case["issued_by"] == staff_id, issued_at=case["issued_at"], now=now
    )


def _code_is_spent(boot: Boot, settings: SystemSettings) -> bool:
    return needs_new_code(
        disclosed_at=boot.code_disclosed_at,
        changed_at=boot.code_changed_at,
        setting_on=settings.new_code_needed,
    )


async def _is_decided(case: dict[str, Any] | None) -> bool:
    return case is not None and bool(
        await PaymentLine.exists().where(
            PaymentLine.violation == case["violation"],
            PaymentLine.kept.eq(True),
            PaymentLine.payment.deposit_status.is_in([status.value for status in _DECIDED]),
        )
    )
