"""Cancel "never applied" as one of a boot's deeds, asked and done like the others."""

from collections.abc import Sequence

from app.actions.violations.cancel_never_applied import cancel_never_applied
from app.reads.assignments.places import Place
from app.routes.assignments.deeds import deed_routes
from app.routes.assignments.doing import Order, Way
from app.routes.boots.ask_first import Field
from app.rules.boots.states import BootVerb
from app.rules.people.actor import Actor
from app.rules.wording import N_


async def _cancel(order: Order) -> None:
    await cancel_never_applied(order.actor, order.desk.bells, order.assignment_id)


def _nothing(_: Actor, __: Sequence[Place]) -> Sequence[Field]:
    return ()


ROUTES = deed_routes(
    BootVerb.cancel_never_applied, Way(N_("It was never applied"), _nothing, _cancel)
)
