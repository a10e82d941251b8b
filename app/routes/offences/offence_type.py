"""Add New Offense Item, and the same form to change one."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.offences.save_offence_type import TypeFacts, save_offence_type
from app.reads.offences.catalogue import TypeRow, catalogue, one_type
from app.reads.settings.system_settings import system_settings
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown_fields
from app.routes.reader import reader_language
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid
from app.rules.money.cents import as_typed
from app.rules.money.fees import WHOLE_BASIS_POINTS, DiscountKind
from app.rules.people.access import Permission
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_offence_types}
FIELD_OF = {
    "fine_cents": "fine",
    "discount_value": "discount",
    "late_cents": "late",
    "category": "category_id",
}
AnyRequest = Request[Any, Any, Any]


@get("/offences/types/new", opt=MANAGE)
async def show_add_type(request: AnyRequest) -> Response[str]:
    """An empty form in the category of the address."""
    values = {
        "category_id": request.query_params.get("category", ""),
        "discount_kind": DiscountKind.none.value,
        "active": "on",
    }
    return await _draw(request, None, values)


@post("/offences/types/new", opt=MANAGE)
async def add_type(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Add the type."""
    return await _save(request, desk, None)


@get("/offences/types/{type_id:int}", opt=MANAGE)
async def show_edit_type(request: AnyRequest, type_id: FromPath[int]) -> Response[str]:
    """The form with what is stored."""
    stored = await one_type(type_id)
    return await _draw(request, stored, _values(stored))


@post("/offences/types/{type_id:int}", opt=MANAGE)
async def edit_type(
    request: AnyRequest, type_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Change it; tickets already written keep their copies."""
    return await _save(request, desk, await one_type(type_id))


async def _save(request: AnyRequest, desk: Desk, stored: TypeRow | None) -> Response[Any]:
    form = await read_form(request)
    try:
        await save_offence_type(
            actor_of(request), desk.bells, stored.type_id if stored else None, _facts(form)
        )
    except Invalid as error:
        error.fields = {FIELD_OF.get(name, name): text for name, text in error.fields.items()}
        typed = {key: value for key, value in form.values if not key.startswith("_")}
        return await _draw(request, stored, typed, error)
    return Redirect("/offences", status_code=303)


def _facts(form: Form) -> TypeFacts:
    """What was entered. Raises `Invalid` with every field that cannot be read."""
    description = form.text("description", most=2000)
    description_fr = form.text("description_fr", most=2000)
    fine_cents = form.cents("fine")
    if fine_cents is None:
        form.problems.setdefault("fine", N_("Enter an amount like 45.00."))
    kind = _kind(form)
    apply_boot = form.flag("apply_boot")
    # Greyed out with Apply Boot: whatever a browser still sends there is not read (rule M4).
    discount_value = 0 if apply_boot else _discount(form, kind)
    late_cents = 0 if apply_boot else form.cents("late") or 0
    category_id = form.id("category_id")
    if category_id is None:
        form.problems.setdefault("category_id", N_("Choose one of the options offered."))
    if form.problems and not description:
        # The action says so too, but whoever left all of it empty is told all of it at once.
        missing = {"description": N_("Enter what is charged, for example Expired meter.")}
        form.problems = missing | form.problems
    form.check()
    return TypeFacts(
        category_id=category_id or 0,
        description=description,
        fine_cents=fine_cents or 0,
        apply_boot=apply_boot,
        discount_kind=kind,
        discount_value=discount_value,
        late_cents=late_cents,
        active=form.flag("active"),
        description_fr=description_fr,
    )


def _kind(form: Form) -> DiscountKind:
    said = form.text("discount_kind")
    if said and said not in DiscountKind.__members__:
        form.problems["discount_kind"] = N_("Choose one of the options offered.")
    return DiscountKind(said) if said in DiscountKind.__members__ else DiscountKind.none


def _discount(form: Form, kind: DiscountKind) -> int:
    """Cents for an amount; for a percentage the same digits are its basis points."""
    if kind is DiscountKind.none:
        return 0
    if kind is DiscountKind.amount:
        value = form.cents("discount")
        wanted = N_("Enter an amount like 45.00.")
    else:
        form.values = [
            (key, text.replace("%", "") if key == "discount" else text) for key, text in form.values
        ]
        wanted = N_("Enter a percentage above 0 and up to 100.")
        value = form.cents("discount", wanted)
        if value is not None and value > WHOLE_BASIS_POINTS:
            form.problems["discount"] = wanted
    if value is None:
        form.problems.setdefault("discount", wanted)
    return value or 0


def _values(stored: TypeRow) -> dict[str, str]:
    return {
        "category_id": str(stored.category_id),
        "description": stored.description,
        "description_fr": stored.description_fr,
        "fine": _units(stored.fine_cents),
        "apply_boot": "on" if stored.apply_boot else "",
        "discount_kind": stored.discount_kind,
        "discount": _units(stored.discount_value) if stored.discount_value else "",
        "late": _units(stored.late_cents) if stored.late_cents else "",
        "active": "on" if stored.active else "",
    }


def _units(hundredths: int) -> str:
    return as_typed(hundredths, reader_language())


async def _draw(
    request: AnyRequest,
    stored: TypeRow | None,
    values: Mapping[str, str],
    error: Invalid | None = None,
) -> Response[str]:
    settings = await system_settings()
    return await page(
        request,
        "offences/edit_type.html",
        status=error.status if error else 200,
        offence=stored,
        categories=[(str(one.category_id), one.name) for one in await catalogue()],
        values=values,
        errors=shown_fields(error) if error else {},
        universal_boot_enabled=settings.universal_boot_enabled,
        currency=settings.currency,
    )
