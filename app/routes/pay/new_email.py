"""Reads a new address for a payment, with the same question about slips as at paying."""

from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response

from app.routes.forms import read_form
from app.routes.pages import page, shown_fields
from app.rules.errors import Invalid
from app.rules.people.emails import clean_email, suggest
from app.rules.wording import N_


@dataclass(frozen=True)
class Typed:
    """What was entered and what is wrong with it, or what was probably meant (rule P8)."""

    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    suggestion: str | None = None
    too_often: bool = False


@dataclass(frozen=True)
class Form:
    """Where the form is sent, where Cancel leads, and the present address as it may be shown."""

    href: str
    back_href: str
    sent_to: str


async def read_email(request: Request[Any, Any, Any]) -> Typed:
    """The posted address; neither `errors` nor `suggestion` means that it is to be used."""
    form = await read_form(request)
    typed = form.text("email", most=254)
    try:
        form.required("email", N_("Enter the email we should write to."))
        form.check()
        better = suggest(clean_email(typed))
    except Invalid as error:
        return Typed(typed, shown_fields(error))
    if better and form.text("confirmed_email", most=254) != typed:
        return Typed(typed, suggestion=better)
    return Typed(typed)


async def draw_email(
    request: Request[Any, Any, Any], template: str, form: Form, typed: Typed, *, status: int = 200
) -> Response[str]:
    """The page with the one field, empty or as it was entered."""
    return await page(
        request,
        template,
        status=status,
        form=form,
        values={"email": typed.email},
        errors=typed.errors,
        suggestion=typed.suggestion,
        too_often=typed.too_often,
    )
