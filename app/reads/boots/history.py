"""What happened with one boot and on whose word, from the audit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from piccolo.columns.combination import And, Or

from app.reads.assignments.conditions import read_condition
from app.rules.boots.release import BASIS_WORDS, ReleaseBasis
from app.rules.wording import N_
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.records.audit_event import AuditEvent

LONGEST_HISTORY = 200

EVENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "add_boot": N_("Added"),
        "edit_boot": N_("Details changed"),
        "change_code": N_("Release code changed"),
        "reveal_code": N_("Release code shown"),
        "reissue_label": N_("Label replaced"),
        "take_out": N_("Taken out of service"),
        "put_back": N_("Put back in service"),
        "issue_boot": N_("Issued"),
        "cancel_never_applied": N_("Never applied"),
        "release_boot": N_("Released"),
        "mark_returned": N_("Returned"),
        "undo_return": N_("Return taken back"),
        "make_available": N_("Made available"),
        "mark_lost": N_("Lost"),
    }
)


@dataclass(frozen=True)
class Event:
    """One line of the history: `text` and `details` are msgids, `note` is as somebody wrote it."""

    at: datetime
    text: str
    who: str
    details: tuple[str, ...] = ()
    note: str = ""


async def boot_history(boot_id: int) -> tuple[Event, ...]:
    """What happened with the boot and its assignments, newest first, at most 200 lines."""
    cases = await BootAssignment.select(
        BootAssignment.id,
        BootAssignment.issued_at,
        BootAssignment.issued_by.name,
        BootAssignment.violation.number,
    ).where(BootAssignment.boot == boot_id)
    rows = (
        await AuditEvent.select(
            AuditEvent.id,
            AuditEvent.at,
            AuditEvent.verb,
            AuditEvent.after,
            AuditEvent.reason,
            AuditEvent.staff.name,
        )
        .where(_about(boot_id, [case["id"] for case in cases]))
        .order_by(AuditEvent.id, ascending=False)
        .limit(LONGEST_HISTORY)
    )
    events = [_event(row) for row in rows if row["verb"] in EVENT_WORDS]
    # The issue stands on the assignment itself, whatever its writer put into the audit.
    events += [
        Event(
            at=case["issued_at"],
            text=EVENT_WORDS["issue_boot"],
            who=case["issued_by.name"],
            note=case["violation.number"],
        )
        for case in cases
    ]
    # Stable: what one transaction wrote at one moment keeps its order.
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))[:LONGEST_HISTORY]


def _about(boot_id: int, assignment_ids: list[int]) -> And | Or:
    boot = And(AuditEvent.subject == "boot", AuditEvent.subject_id == boot_id)
    if not assignment_ids:
        return boot
    cases = And(
        AuditEvent.subject == "boot_assignment", AuditEvent.subject_id.is_in(assignment_ids)
    )
    return Or(boot, cases)


def _event(row: Mapping[str, Any]) -> Event:
    after: dict[str, Any] = json.loads(row["after"]) if row["after"] else {}
    details = [BASIS_WORDS[ReleaseBasis(after["basis"])]] if after.get("basis") else []
    notes = [row["reason"]] if row["reason"] else []
    if after.get("condition"):
        word, note = read_condition(after["condition"])
        details.append(word)
        notes += [text for text in (note, after.get("place")) if text]
    return Event(
        at=row["at"],
        text=EVENT_WORDS[row["verb"]],
        who=row["staff.name"] or "",
        details=tuple(details),
        note=" · ".join(notes),
    )
