"""One car at the counter: choose its tickets, take the money."""

import secrets
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.payments.take_money import Taking, take_money
from app.clock import local_day, now
from app.reads.counter.car import CounterCar, counter_car
from app.reads.counter.taken import Taken, taken_for
from app.reads.settings.system_settings import system_settings
from app.routes.address import row_number
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown, shown_fields
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.money.payment_ways import COUNTER_WAYS, WAY_WORDS, PaymentWay
from app.rules.people.access import Permission
from app.rules.wording import N_

TAKE = {PERMISSION: Permission.take_money}
AnyRequest = Request[Any, Any, Any]


@get("/counter/{vehicle_id:int}", opt=TAKE)
async def show_car(request: AnyRequest, vehicle_id: FromPath[int]) -> Response[str]:
    """The car's tickets and the amount of those ticked; `paid` names money just taken."""
    chosen = _ids(request.query_params.getall("ticket", []))
    paid = _ids([request.query_params.get("paid", "")])
    taken = await taken_for(vehicle_id, min(paid)) if paid else None
    touched = "choose" in request.query_params
    return await _draw(request, vehicle_id, chosen if touched else None, taken=taken)


@post("/counter/{vehicle_id:int}", opt=TAKE)
async def submit_money(
    request: AnyRequest, vehicle_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Record it; refused, the page comes back with the tickets and amounts of now (rule P7).

    *Show the amount* records nothing: it leads to the page with these tickets ticked.
    """
    form = await read_form(request)
    chosen = _ids(form.all("ticket"))
    if form.flag("show"):
        ticked = urlencode([("choose", 1), *(("ticket", one) for one in sorted(chosen))])
        return Redirect(f"/counter/{vehicle_id}?{ticked}", status_code=303)
    try:
        taking = _read(form, vehicle_id, chosen)
        form.check()
        payment_id = await take_money(actor_of(request), desk.bells, taking)
    except (Conflict, Invalid) as error:
        return await _draw(request, vehicle_id, chosen, form=form, trouble=error)
    return Redirect(f"/counter/{vehicle_id}?paid={payment_id}", status_code=303)


def _read(form: Form, vehicle_id: int, chosen: frozenset[int]) -> Taking:
    way = form.text("way")
    if way not in COUNTER_WAYS:
        form.problems["way"] = N_("Choose how it is paid.")
    key = form.text("form_key", most=32)
    return Taking(
        vehicle_id=vehicle_id,
        violation_ids=chosen,
        way=PaymentWay(way) if way in COUNTER_WAYS else PaymentWay.cash,
        seen_cents=form.id("seen") or 0,
        form_key=key if len(key) == 32 and key.isalnum() else secrets.token_hex(16),
        tender_ref=form.text("tender_ref", most=80),
        email=form.text("email", most=254),
        no_email=form.flag("no_email"),
    )


def _ids(texts: list[str]) -> frozenset[int]:
    numbers = (row_number(text) for text in texts)
    return frozenset(one for one in numbers if one is not None)


async def _draw(
    request: AnyRequest,
    vehicle_id: int,
    chosen: frozenset[int] | None,
    *,
    form: Form | None = None,
    trouble: Conflict | Invalid | None = None,
    taken: Taken | None = None,
) -> Response[str]:
    settings = await system_settings()
    car = await counter_car(vehicle_id, local_day(now(), settings.time_zone))
    if car is None:
        raise Missing
    ticked = _ticked(car, chosen)
    kept = {key: value for key, value in form.values if key[0] != "_"} if form else {}
    if not form and car.promises:
        kept["email"] = car.promises[0].email
    return await page(
        request,
        "counter/car.html",
        status=trouble.status if trouble else 200,
        car=car,
        ticked=ticked,
        total_cents=sum(one.owing.due.due_cents for one in car.tickets if one.owing.id in ticked),
        ways=[(way.value, WAY_WORDS[way]) for way in COUNTER_WAYS],
        taken=taken,
        way_words=WAY_WORDS,
        form_key=secrets.token_hex(16),
        values=kept,
        errors=shown_fields(trouble) if trouble else {},
        trouble=shown(trouble) if isinstance(trouble, Conflict) else None,
    )


def _ticked(car: CounterCar, chosen: frozenset[int] | None) -> frozenset[int]:
    """What the boot requires always; without a boot or a choice, everything that can be taken."""
    takable = frozenset(one.owing.id for one in car.tickets if one.takable)
    if chosen is None:
        return car.required_ids or takable
    return (chosen & takable) | car.required_ids
