"""Every action on a boot has a page that says what it will do; posting it does it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from app.clock import now
from app.reads.assignments.case import Case, open_case_of_boot
from app.reads.assignments.places import places
from app.reads.boots.one_boot import OneBoot, one_boot
from app.reads.dashboard.deeds import deed
from app.routes.assignments.doing import Order, Way
from app.routes.boots.ask_first import Asking, ask_first
from app.routes.boots.boot_page import Extra, boot_page
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.visitor import PERMISSION, actor_of
from app.rules.boots.states import MOVES, NOW_WORDS, BootVerb, check_move, permission_for
from app.rules.errors import Conflict, Invalid, NotAllowed
from app.rules.people.actor import Actor
from app.rules.wording import N_

AnyRequest = Request[Any, Any, Any]


def deed_routes(verb: BootVerb, way: Way) -> list[HTTPRouteHandler]:
    """The two handlers of one verb, each declaring the permission of its move (rule S1)."""
    address = f"/boots/{{boot_id:int}}/do/{verb.value}"
    needed = {PERMISSION: MOVES[verb].permission}

    @get(address, opt=needed, name=f"ask_{verb.value}")
    async def ask(
        request: AnyRequest, boot_id: FromPath[int], desk: NamedDependency[Desk]
    ) -> Response[Any]:
        boot = await _boot(boot_id)
        try:
            check_move(verb, boot.status)
        except Conflict as error:
            return await boot_page(request, desk, boot_id, Extra(trouble=error))
        _check_reach(verb, boot, actor_of(request))
        return await ask_first(request, await _asking(request, verb, way, boot))

    @post(address, opt=needed, name=f"do_{verb.value}")
    async def do(
        request: AnyRequest, boot_id: FromPath[int], desk: NamedDependency[Desk]
    ) -> Response[Any]:
        form = await read_form(request)
        try:
            seen = form.id("assignment")
            case = await open_case_of_boot(boot_id)
            assignment_id = await _case_meant(boot_id, case, seen) if way.on_case else 0
            await way.do(Order(actor_of(request), desk, boot_id, assignment_id, form))
        except Conflict as error:
            return await boot_page(request, desk, boot_id, Extra(trouble=error))
        except Invalid as error:
            asking = await _asking(request, verb, way, await _boot(boot_id))
            return await ask_first(request, asking, form, error)
        return Redirect(f"/boots/{boot_id}?done={verb.value}", status_code=303)

    return [ask, do]


async def _boot(boot_id: int) -> OneBoot:
    return await one_boot(boot_id, now=now(), new_code_needed=False)


async def _case_meant(boot_id: int, case: Case | None, seen: int | None) -> int:
    """The case the page was about: between page and post the boot may be on another car."""
    if case is None or seen not in (None, case.assignment_id):
        raise Conflict(NOW_WORDS[(await _boot(boot_id)).status])
    return case.assignment_id


def _check_reach(verb: BootVerb, boot: OneBoot, actor: Actor) -> None:
    """Putting back a retired boot asks for more than the verb itself (rule B11)."""
    if verb is not BootVerb.put_back:
        return
    needed = permission_for(verb, boot.out_reason)
    if needed is None or not actor.may(needed):
        raise NotAllowed


async def _asking(request: AnyRequest, verb: BootVerb, way: Way, boot: OneBoot) -> Asking:
    words = deed(verb, boot.boot_id)
    car = boot.on_car if way.on_case else None
    return Asking(
        title=words.label,
        what=words.what,
        button=way.button,
        href=f"/boots/{boot.boot_id}/do/{verb.value}",
        back_href=f"/boots/{boot.boot_id}",
        back_text=boot.name,
        danger=words.danger,
        hidden={"assignment": str(car.assignment_id)} if car else {},
        fields=tuple(way.ask(actor_of(request), await places())),
        facts=_facts(boot),
    )


def _facts(boot: OneBoot) -> tuple[tuple[str, str], ...]:
    car = boot.on_car
    if car is None:
        return ((N_("Boot"), boot.name),)
    return (
        (N_("Boot"), boot.name),
        (N_("Plate"), car.plate),
        (N_("Ticket"), car.ticket_number),
        (N_("Place"), car.street),
    )
