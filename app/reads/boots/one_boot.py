"""One boot with its label and the car it is on, for its own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reads.boots.current_label import current_label
from app.reads.violations.boot_fees import boot_fees
from app.rules.boots.codes import confirmed_at, needs_new_code
from app.rules.boots.deadlines import is_boot_overdue
from app.rules.boots.release import BASIS_WORDS, ReleaseBasis
from app.rules.boots.states import OUT_REASON_WORDS, BootStatus, OutReason
from app.rules.errors import Missing
from app.rules.outbox.letters import LetterKind
from app.rules.people.emails import mask_email
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail


@dataclass(frozen=True)
class OnCar:
    """The open assignment; `basis` is a msgid or "", `mail` the release mail's status or ""."""

    assignment_id: int
    ticket_id: int
    ticket_number: str
    plate: str
    street: str
    officer: str
    issued_at: datetime
    issued_by_id: int
    released_at: datetime | None
    return_due_at: datetime | None
    returned_at: datetime | None
    basis: str
    fee_cents: int
    currency: str
    mail: str
    mail_to: str


@dataclass(frozen=True)
class OneBoot:
    """The facts of a boot; `out_reason_word` is a msgid or "". The code is never among them.

    `code_confirmed_at` is None also when the code was changed after it was confirmed (rule C11).
    """

    boot_id: int
    name: str
    status: BootStatus
    out_reason: OutReason | None
    out_reason_word: str
    needs_new_code: bool
    overdue: bool
    model: str
    colour: str
    serial: str
    notes: str
    replacement_cents: int | None
    added_at: datetime
    code_changed_at: datetime
    code_confirmed_at: datetime | None
    code_confirmed_by: str
    last_counted_at: datetime | None
    revision: int
    token: str
    label_version: int
    on_car: OnCar | None


async def one_boot(boot_id: int, *, now: datetime, new_code_needed: bool) -> OneBoot:
    """The boot as it stands. `new_code_needed` is the setting of rule C2. Raises `Missing`."""
    row = await _boot_row(boot_id)
    label = await current_label(boot_id)
    if label is None:
        raise Missing
    case = await _case_row(boot_id)
    reason = OutReason(row["out_reason"]) if row["out_reason"] else None
    status = BootStatus(row["status"])
    return OneBoot(
        boot_id=row["id"],
        name=row["name"],
        status=status,
        out_reason=reason,
        out_reason_word=OUT_REASON_WORDS[reason] if reason else "",
        needs_new_code=needs_new_code(
            disclosed_at=row["code_disclosed_at"],
            changed_at=row["code_changed_at"],
            setting_on=new_code_needed,
        ),
        overdue=case is not None
        and is_boot_overdue(status, case["return_due_at"], case["reported_returned_at"], now),
        model=row["model"],
        colour=row["colour"],
        serial=row["serial"],
        notes=row["notes"],
        replacement_cents=row["replacement_cents"],
        added_at=row["created_at"],
        code_changed_at=row["code_changed_at"],
        code_confirmed_at=confirmed_at(row["code_confirmed_at"], row["code_changed_at"]),
        code_confirmed_by=row["code_confirmed_by.name"] or "",
        last_counted_at=row["last_counted_at"],
        revision=row["revision"],
        token=label.token,
        label_version=label.version,
        on_car=None if case is None else await _on_car(case),
    )


async def _boot_row(boot_id: int) -> dict[str, Any]:
    row = (
        await Boot.select(
            Boot.id,
            Boot.name,
            Boot.status,
            Boot.out_reason,
            Boot.model,
            Boot.colour,
            Boot.serial,
            Boot.notes,
            Boot.replacement_cents,
            Boot.created_at,
            Boot.code_changed_at,
            Boot.code_disclosed_at,
            Boot.code_confirmed_at,
            Boot.code_confirmed_by.name,
            Boot.last_counted_at,
            Boot.revision,
        )
        .where(Boot.id == boot_id)
        .first()
    )
    if row is None:
        raise Missing
    return row


async def _case_row(boot_id: int) -> dict[str, Any] | None:
    return (
        await BootAssignment.select(
            BootAssignment.id,
            BootAssignment.violation,
            BootAssignment.violation.number,
            BootAssignment.violation._.vehicle._.plate,
            BootAssignment.violation.place,
            BootAssignment.violation.currency,
            BootAssignment.issued_by,
            BootAssignment.issued_by.name,
            BootAssignment.issued_at,
            BootAssignment.released_at,
            BootAssignment.release_basis,
            BootAssignment.return_due_at,
            BootAssignment.reported_returned_at,
            BootAssignment.returned_at,
        )
        .where(BootAssignment.boot == boot_id, BootAssignment.closed_at.is_null())
        .first()
    )


async def _on_car(case: Mapping[str, Any]) -> OnCar:
    mail = await _release_mail(case["id"])
    basis = case["release_basis"]
    fees = await boot_fees([case["violation"]])
    return OnCar(
        assignment_id=case["id"],
        ticket_id=case["violation"],
        ticket_number=case["violation.number"],
        plate=case["violation.vehicle.plate"],
        street=case["violation.place"],
        officer=case["issued_by.name"],
        issued_at=case["issued_at"],
        issued_by_id=case["issued_by"],
        released_at=case["released_at"],
        return_due_at=case["return_due_at"],
        returned_at=case["returned_at"],
        basis=BASIS_WORDS[ReleaseBasis(basis)] if basis else "",
        fee_cents=fees[case["violation"]],
        currency=case["violation.currency"],
        mail=mail["status"] if mail else "",
        mail_to=mask_email(mail["recipient"]) if mail else "",
    )


async def _release_mail(assignment_id: int) -> dict[str, Any] | None:
    return (
        await Mail.select(Mail.status, Mail.recipient)
        .where(Mail.boot_assignment == assignment_id, Mail.kind == LetterKind.release.value)
        .order_by(Mail.id, ascending=False)
        .first()
    )
