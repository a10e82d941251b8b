"""What to do about a boot that a stock take found out of place."""

from app.reads.dashboard.deeds import Deed, deed
from app.rules.boots.states import BootStatus, BootVerb, OutReason, permission_for
from app.rules.boots.stock_take import IN_STORE
from app.rules.people.access import Role, may

# A boot that is here, by what the records say of it.
_FOUND = {
    BootStatus.issued: BootVerb.remove_by_staff,
    BootStatus.released: BootVerb.mark_returned,
    BootStatus.out_of_service: BootVerb.put_back,
}


def next_deed(
    boot_id: int, status: BootStatus, out_reason: OutReason | None, role: Role, *, is_here: bool
) -> Deed | None:
    """The legal deed that puts the records right, or None: nothing to do, or not for `role`.

    `status` is the boot's of now: what was put right already asks for nothing (rules B1, S1).
    """
    gone = BootVerb.take_out if status in IN_STORE else None
    verb = _FOUND.get(status) if is_here else gone
    if verb is None:
        return None
    # Taking out asks its own page whether for repair or for good.
    given = OutReason.maintenance if verb is BootVerb.take_out else out_reason
    needed = permission_for(verb, given)
    return deed(verb, boot_id) if needed is not None and may(role, needed) else None
