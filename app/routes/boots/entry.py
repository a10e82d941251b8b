"""Add Booting Device, and the same form to correct one."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.boots.add_boot import add_boot
from app.actions.boots.edit_boot import edit_boot
from app.actions.steps.boots.clean_boot import BootFacts, clean_boot
from app.clock import now
from app.reads.boots.one_boot import OneBoot, one_boot
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown
from app.routes.reader import reader_language
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import BootkeeperError, Conflict, Invalid
from app.rules.money.cents import as_typed
from app.rules.people.access import Permission

MANAGE = {PERMISSION: Permission.manage_boots}
AnyRequest = Request[Any, Any, Any]


@get("/boots/new", opt=MANAGE)
async def show_add(request: AnyRequest) -> Response[str]:
    """An empty form."""
    return await _form_page(request, None, {})


@post("/boots/new", opt=MANAGE)
async def submit_add(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Add the boot and show its page with the QR code."""
    form = await read_form(request)
    try:
        facts = _facts(form, code_required=True)
        boot_id = await add_boot(actor_of(request), desk.bells, desk.vault, facts)
    except Invalid as error:
        return await _form_page(request, None, _values(form), error)
    return Redirect(f"/boots/{boot_id}?done=add", status_code=303)


@get("/boots/{boot_id:int}/edit", opt=MANAGE)
async def show_edit(request: AnyRequest, boot_id: FromPath[int]) -> Response[str]:
    """The form with what is stored; the code field is empty and keeps the code that way."""
    boot = await _boot(boot_id)
    return await _form_page(request, boot, _stored(boot))


@post("/boots/{boot_id:int}/edit", opt=MANAGE)
async def submit_edit(
    request: AnyRequest, boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Save; while the boot is out a changed code is asked for again."""
    form = await read_form(request)
    values = _values(form)
    try:
        version = form.id("version")
        await edit_boot(
            actor_of(request),
            desk.bells,
            desk.vault,
            boot_id,
            _facts(form, code_required=False),
            version=version,
            confirmed=form.flag("confirm_code"),
        )
    except Conflict as error:
        boot = await _boot(boot_id)
        # Saving again is then a decision made with the other change in sight.
        return await _form_page(request, boot, {**values, "version": str(boot.revision)}, error)
    except Invalid as error:
        return await _form_page(request, await _boot(boot_id), values, error)
    return Redirect(f"/boots/{boot_id}?done=edit", status_code=303)


def _facts(form: Form, *, code_required: bool) -> BootFacts:
    """The entry. Raises `Invalid` with every problem of form and facts at once."""
    entered = BootFacts(
        **{word: form.text(word, most=5000) for word in ("name", "code", "model", "colour")},
        serial=form.text("serial", most=5000),
        notes=form.text("notes", most=5000),
        replacement_cents=form.cents("replacement_value"),
    )
    try:
        facts = clean_boot(entered, code_required=code_required)
    except Invalid as error:
        raise Invalid(fields={**error.fields, **form.problems}) from None
    form.check()
    return facts


def _values(form: Form) -> dict[str, str]:
    return {key: value for key, value in form.values if not key.startswith("_")}


def _stored(boot: OneBoot) -> dict[str, str]:
    cents = boot.replacement_cents
    return {
        "name": boot.name,
        "model": boot.model,
        "colour": boot.colour,
        "serial": boot.serial,
        "notes": boot.notes,
        "replacement_value": "" if cents is None else as_typed(cents, reader_language()),
        "version": str(boot.revision),
    }


async def _boot(boot_id: int) -> OneBoot:
    return await one_boot(boot_id, now=now(), new_code_needed=False)


async def _form_page(
    request: AnyRequest,
    boot: OneBoot | None,
    values: Mapping[str, str],
    trouble: BootkeeperError | None = None,
) -> Response[str]:
    told = shown(trouble) if trouble else None
    return await page(
        request,
        "boots/edit.html",
        status=trouble.status if trouble else 200,
        boot=boot,
        values=values,
        errors=told.fields if told else {},
        trouble=told,
        confirm_code="confirm_code" in values,
    )
