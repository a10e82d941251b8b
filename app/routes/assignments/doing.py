"""What each deed needs from the form and which action it calls."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.actions.assignments.authorise_release import authorise_release
from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.assignments.remove_by_staff import remove_by_staff
from app.actions.assignments.undo_return import undo_return
from app.actions.boots.mark_lost import mark_lost
from app.actions.boots.put_back import put_back
from app.actions.boots.take_out import take_out
from app.reads.assignments.places import Place
from app.routes.assignments.asked import (
    EMAIL,
    NO_EMAIL,
    PERMIT_FIELDS,
    RETURN_FIELDS,
    out_reason_field,
    place_field,
    read_out_reason,
    read_permit,
    read_return,
)
from app.routes.boots.ask_first import REASON, Field
from app.routes.desk import Desk
from app.routes.forms import Form
from app.rules.boots.states import BootVerb
from app.rules.people.access import Permission
from app.rules.people.actor import Actor
from app.rules.reasons import SAY_WHY
from app.rules.wording import N_


@dataclass(frozen=True)
class Order:
    """A posted deed: who, on which boot and case, and the answers."""

    actor: Actor
    desk: Desk
    boot_id: int
    assignment_id: int
    form: Form


@dataclass(frozen=True)
class Way:
    """How a deed is asked and done. `on_case`: it is about the boot's open assignment."""

    button: str
    ask: Callable[[Actor, Sequence[Place]], Sequence[Field]]
    do: Callable[[Order], Awaitable[None]]
    on_case: bool = True


async def _release(order: Order) -> None:
    permit = read_permit(order.form, with_email=True)
    order.form.check()
    await authorise_release(order.actor, order.desk.bells, order.assignment_id, permit)


async def _remove(order: Order) -> None:
    permit = read_permit(order.form, with_email=False)
    back = read_return(order.form)
    order.form.check()
    await remove_by_staff(order.actor, order.desk.bells, order.assignment_id, permit, back)


async def _return(order: Order) -> None:
    back = read_return(order.form)
    order.form.check()
    await mark_returned(order.actor, order.desk.bells, order.assignment_id, back)


async def _undo(order: Order) -> None:
    reason = _reason(order)
    await undo_return(order.actor, order.desk.bells, order.assignment_id, reason=reason)


async def _make_available(order: Order) -> None:
    await make_available(order.actor, order.desk.bells, order.assignment_id)


async def _lose(order: Order) -> None:
    reason = _reason(order)
    await mark_lost(order.actor, order.desk.bells, order.assignment_id, reason=reason)


async def _take_out(order: Order) -> None:
    out_reason = read_out_reason(order.form)
    reason = _reason(order)
    await take_out(
        order.actor, order.desk.bells, order.boot_id, out_reason=out_reason, reason=reason
    )


async def _put_back(order: Order) -> None:
    await put_back(order.actor, order.desk.bells, order.boot_id)


def _reason(order: Order) -> str:
    reason = order.form.required("reason", SAY_WHY)
    order.form.check()
    return reason


def _only_reason(_: Actor, __: Sequence[Place]) -> Sequence[Field]:
    return (REASON,)


def _nothing(_: Actor, __: Sequence[Place]) -> Sequence[Field]:
    return ()


def _permit(_: Actor, __: Sequence[Place]) -> Sequence[Field]:
    return (*PERMIT_FIELDS, EMAIL, NO_EMAIL)


def _permit_and_return(_: Actor, places: Sequence[Place]) -> Sequence[Field]:
    return (*PERMIT_FIELDS, *RETURN_FIELDS, place_field(places))


def _only_return(_: Actor, places: Sequence[Place]) -> Sequence[Field]:
    return (*RETURN_FIELDS, place_field(places))


def _out(actor: Actor, _: Sequence[Place]) -> Sequence[Field]:
    return (out_reason_field(may_retire=actor.may(Permission.manage_boots)), REASON)


WAYS: Mapping[BootVerb, Way] = MappingProxyType(
    {
        BootVerb.release: Way(N_("Authorise the release"), _permit, _release),
        BootVerb.remove_by_staff: Way(N_("Record the removal"), _permit_and_return, _remove),
        BootVerb.mark_returned: Way(N_("Record the return"), _only_return, _return),
        BootVerb.undo_return: Way(N_("Undo the return"), _only_reason, _undo),
        BootVerb.make_available: Way(N_("Make available"), _nothing, _make_available),
        BootVerb.mark_lost: Way(N_("Mark as lost"), _only_reason, _lose),
        BootVerb.take_out: Way(N_("Take out of service"), _out, _take_out, on_case=False),
        BootVerb.put_back: Way(N_("Put back into service"), _nothing, _put_back, on_case=False),
    }
)
