"""New Violation: the officer's page, its fragments, and saving it."""

import secrets
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.violations.write_violation import write_violation
from app.clock import local_day, now
from app.reads.offences.offered import Offered, offered
from app.reads.settings.system_settings import system_settings
from app.reads.violations.available_boots import available_boots
from app.reads.violations.car_facts import CarFacts, car_facts
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.kept_entry import KEEPS_ENTRY
from app.routes.pages import page, shown, shown_fields
from app.routes.violations.entry_form import (
    Typed,
    as_on_page,
    entry_from,
    local_text,
    read_typed,
)
from app.routes.violations.regions import PLATE_TYPES, REGION_CHOICES
from app.routes.violations.show import ticket_page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import AlreadySaved, BootkeeperError, BootTaken, Conflict, Invalid
from app.rules.people.access import Permission
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_

WRITE = {PERMISSION: Permission.write_violation}
AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class BootChoice:
    """The Apply Boot list as drawn; `needed` shows it at all."""

    needed: bool
    available: tuple[tuple[int, str], ...] = ()
    total: int = 0
    chosen: str = ""
    search: str = ""


@get("/violations/new", opt=WRITE)
async def show_entry(request: AnyRequest) -> Response[str]:
    """An empty entry with a key of its own."""
    settings = await system_settings()
    choice = await _offered(request, settings)
    texts = {
        "region": choice.latest_region,
        "occurred_at": local_text(now(), settings.time_zone),
    }
    return await _draw(request, settings, choice, _empty(texts))


@post("/violations/new", opt=WRITE, exception_handlers=KEEPS_ENTRY)
async def submit_entry(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Save, or take one of the steps that scripts would take by themselves."""
    typed = read_typed(await read_form(request))
    settings = await system_settings()
    choice = await _offered(request, settings)
    if typed.step in {"plate", "boots"}:
        return await _draw(request, settings, choice, typed)
    offences = typed.offences
    if typed.step == "without_boot":
        offences = choice.without_boot(offences)
    # A boot stays selected when its offence is unticked: without the offence it means nothing.
    boot_id = typed.boot_id if choice.needs_boot(offences) else None
    try:
        entry = entry_from(typed, offences, boot_id, settings.time_zone, now())
        written = await write_violation(actor_of(request), desk.bells, entry)
    except AlreadySaved as error:
        saved_id = int(str(error.params["violation_id"]))
        return await ticket_page(request, saved_id, trouble=error)
    except Invalid as error:
        refused = as_on_page(error)
        if choice.needs_boot(offences):
            await _tell_about_boots(refused, typed, settings)
        return await _draw(request, settings, choice, typed, refused)
    except Conflict as error:
        return await _draw(request, settings, choice, typed, as_on_page(error))
    return Redirect(f"/violations/{written.violation_id}?done=written", status_code=303)


@post("/violations/new/plate", opt=WRITE, status_code=200, exception_handlers=KEEPS_ENTRY)
async def show_car(request: AnyRequest) -> Response[str]:
    """What is known about the car; posted, so that no plate gets into an address or a log."""
    typed = read_typed(await read_form(request))
    settings = await system_settings()
    return await page(
        request,
        "violations/_plate.html",
        car=await _car(typed, settings),
        currency=settings.currency,
        values=typed.values,
        errors={},
    )


@get("/violations/new/boots", opt=WRITE, exception_handlers=KEEPS_ENTRY)
async def show_boots(request: AnyRequest) -> Response[str]:
    """The Apply Boot list for the offences in the address: available boots only, at most 50."""
    asked = Form(list(request.query_params.multi_items()))
    # `q` is the plain name of the search; the page's own field is boot_search.
    search = asked.text("q", most=60) or asked.text("boot_search", most=60)
    typed = read_typed(asked)
    choice = await _offered(request, await system_settings())
    needed = choice.needs_boot(typed.offences)
    return await page(
        request,
        "violations/_boots.html",
        boots=await _boots(needed, search, typed.boot_id),
        errors={},
    )


async def _draw(
    request: AnyRequest,
    settings: SystemSettings,
    choice: Offered,
    typed: Typed,
    error: BootkeeperError | None = None,
) -> Response[str]:
    """The whole page with everything that was typed; the true status of `error`, else 200."""
    refused = shown(error) if error is not None and not isinstance(error, Invalid) else None
    errors = shown_fields(error) if error is not None else {}
    if isinstance(error, BootTaken):
        errors = {"boot_id": shown(BootTaken(N_("Choose another boot."))).message}
    lost = isinstance(error, BootTaken)
    chosen = None if lost else typed.boot_id
    search = typed.texts.get("boot_search", "")
    return await page(
        request,
        "violations/new.html",
        status=error.status if error is not None else 200,
        values=typed.values | {"boot_id": chosen or ""},
        errors=errors,
        # The key stays through a refusal: the entry is still the same one.
        key=typed.key if 16 <= len(typed.key) <= 64 else secrets.token_urlsafe(24),
        refusal=refused,
        regions=REGION_CHOICES,
        plate_types=PLATE_TYPES,
        car=await _car(typed, settings),
        groups=choice.groups,
        boots=await _boots(choice.needs_boot(typed.offences), search, chosen),
        currency=settings.currency,
    )


async def _tell_about_boots(
    refused: BootkeeperError, typed: Typed, settings: SystemSettings
) -> None:
    """Add what is still to be said about the boot, so that nobody corrects twice."""
    car = await _car(typed, settings)
    if car is not None and car.booted_with and not typed.second_boot:
        refused.params |= {"boot": car.booted_with}
        refused.fields["confirm_second_boot"] = N_(
            "{boot} is on this car already. Confirm that you are putting on a second one."
        )
    if not (await available_boots("", 1)).total:
        refused.fields["boot_id"] = N_("No boot is available. Save without the boot item.")
    elif typed.boot_id is None:
        refused.fields["boot_id"] = N_("Choose the boot you are putting on.")


async def _offered(request: AnyRequest, settings: SystemSettings) -> Offered:
    return await offered(actor_of(request).staff_id, universal_boot=settings.universal_boot_enabled)


async def _car(typed: Typed, settings: SystemSettings) -> CarFacts | None:
    at = now()
    return await car_facts(
        typed.texts.get("plate", ""),
        typed.texts.get("region", ""),
        typed.texts.get("plate_type", ""),
        now=at,
        today=local_day(at, settings.time_zone),
    )


async def _boots(needed: bool, search: str, chosen: int | None) -> BootChoice:
    if not needed:
        return BootChoice(needed=False)
    found = await available_boots(search)
    return BootChoice(True, found.boots, found.total, str(chosen or ""), search)


def _empty(texts: dict[str, str]) -> Typed:
    return Typed(
        texts=texts,
        offences=(),
        boot_id=None,
        second_boot=False,
        key=secrets.token_urlsafe(24),
        step="",
    )
