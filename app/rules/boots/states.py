"""The life of a boot as a table of legal moves that can be read aloud (rule B1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Permission, Role, may
from app.rules.wording import N_


class BootStatus(StrEnum):
    """Where a boot stands; the one guarded column of its life."""

    available = "available"
    issued = "issued"
    released = "released"
    returned = "returned"
    out_of_service = "out_of_service"


class OutReason(StrEnum):
    """Why a boot is out of service."""

    lost = "lost"
    maintenance = "maintenance"
    retired = "retired"


class BootVerb(StrEnum):
    """What can be done to a boot's status."""

    write_violation = "write_violation"
    release = "release"
    cancel_never_applied = "cancel_never_applied"
    remove_by_staff = "remove_by_staff"
    mark_returned = "mark_returned"
    undo_return = "undo_return"
    make_available = "make_available"
    mark_lost = "mark_lost"
    take_out = "take_out"
    put_back = "put_back"


@dataclass(frozen=True)
class Move:
    """One line of the table: from any of `sources` to `target`.

    `permission` is what a person needs; None means no person may, only the system. Settlement
    makes the move `release` as the system and needs no permission.
    """

    verb: BootVerb
    sources: frozenset[BootStatus]
    target: BootStatus
    permission: Permission | None


_LINES = (
    # rule B3
    (BootVerb.write_violation, "available", "issued", Permission.write_violation),
    # rule B4
    (BootVerb.release, "issued", "released", Permission.authorise_release),
    # rule B5
    (BootVerb.cancel_never_applied, "issued", "available", Permission.cancel_never_applied),
    # rule B6
    (BootVerb.remove_by_staff, "issued", "returned", Permission.remove_by_staff),
    # rule B7
    (BootVerb.mark_returned, "released", "returned", Permission.mark_returned),
    (BootVerb.undo_return, "returned", "released", Permission.undo_return),
    # rule B8
    (BootVerb.make_available, "returned", "available", Permission.make_available),
    # rule B9
    (BootVerb.mark_lost, "issued released", "out_of_service", Permission.mark_lost),
    # rule B10
    (BootVerb.take_out, "available returned", "out_of_service", Permission.take_out_of_service),
    # rule B11
    (BootVerb.put_back, "out_of_service", "available", Permission.put_back),
)

MOVES: Mapping[BootVerb, Move] = MappingProxyType(
    {
        verb: Move(verb, frozenset(map(BootStatus, sources.split())), BootStatus(target), who)
        for verb, sources, target, who in _LINES
    }
)

OUT_REASONS: Mapping[BootVerb, frozenset[OutReason]] = MappingProxyType(
    {
        BootVerb.mark_lost: frozenset({OutReason.lost}),
        BootVerb.take_out: frozenset({OutReason.maintenance, OutReason.retired}),
    }
)

STATUS_WORDS: Mapping[BootStatus, str] = MappingProxyType(
    {
        BootStatus.available: N_("Available"),
        BootStatus.issued: N_("Issued"),
        BootStatus.released: N_("Released"),
        BootStatus.returned: N_("Returned"),
        BootStatus.out_of_service: N_("Out of service"),
    }
)

OUT_REASON_WORDS: Mapping[OutReason, str] = MappingProxyType(
    {
        OutReason.lost: N_("Lost"),
        OutReason.maintenance: N_("In maintenance"),
        OutReason.retired: N_("Retired"),
    }
)

# Whole sentences, because a status word dropped into a sentence cannot be inflected in French.
NOW_WORDS: Mapping[BootStatus, str] = MappingProxyType(
    {
        BootStatus.available: N_("This boot is available now, so nothing was changed."),
        BootStatus.issued: N_("This boot is issued and on a vehicle now, so nothing was changed."),
        BootStatus.released: N_("This boot is released now, so nothing was changed."),
        BootStatus.returned: N_("This boot is returned now, so nothing was changed."),
        BootStatus.out_of_service: N_("This boot is out of service now, so nothing was changed."),
    }
)


def check_move(verb: BootVerb, status: BootStatus) -> Move:
    """Return the move `verb` makes from `status` (rule B1).

    Raises Conflict, whose message says what the boot is now.
    """
    move = MOVES[verb]
    if status not in move.sources:
        raise Conflict(NOW_WORDS[status])
    return move


def permission_for(verb: BootVerb, out_reason: OutReason | None) -> Permission | None:
    """Return what a person needs for `verb`; retiring and its reverse ask for more.

    `out_reason` is the reason about to be given (take out) or the one that stands (put back).
    Unknown counts as retired, so that a forgotten argument never opens a door. Rules B10, B11.
    """
    if verb is BootVerb.put_back and out_reason in (None, OutReason.retired):
        return Permission.manage_boots
    if verb is BootVerb.take_out and out_reason is OutReason.retired:
        return Permission.manage_boots
    return MOVES[verb].permission


def check_out_reason(verb: BootVerb, reason: OutReason) -> OutReason:
    """Return `reason` if `verb` may give it (rules B9, B10); raises Invalid on `out_reason`."""
    if reason not in OUT_REASONS.get(verb, frozenset()):
        raise Invalid(fields={"out_reason": N_("Choose one of the reasons offered.")})
    return reason


def legal_verbs(
    status: BootStatus, role: Role, out_reason: OutReason | None = None
) -> tuple[BootVerb, ...]:
    """Return what `role` may do to a boot in `status`, in the order of BootVerb (rule L3).

    `out_reason` is why it is out of service now. Time limits and marks beside the status
    (own entry, refund started, new code needed) are asked separately.
    """
    return tuple(
        verb
        for verb, move in MOVES.items()
        if status in move.sources
        and (needed := permission_for(verb, out_reason)) is not None
        and may(role, needed)
    )


def status_of_open_assignment(
    released_at: datetime | None, returned_at: datetime | None
) -> BootStatus:
    """Return what the boot of an open assignment must be; the checker compares (rule B12)."""
    if returned_at is not None:
        return BootStatus.returned
    return BootStatus.issued if released_at is None else BootStatus.released


def check_undo_return(*, refund_started: bool) -> None:
    """Raise Conflict once a refund for the assignment has started (rule B7)."""
    if refund_started:
        raise Conflict(
            N_("A refund for this boot has started, so its return stands."),
            next_step=N_("Look at the refund on the case page."),
        )
