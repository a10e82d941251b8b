"""The page that says what an action will do and asks for what it needs, before doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response

from app.routes.forms import Form
from app.routes.pages import page, shown_fields
from app.rules.errors import Invalid
from app.rules.wording import N_


@dataclass(frozen=True)
class Field:
    """One question. Texts are msgids, and so are option labels unless `named` (places, people).

    `kind` is text, email, code, one_time, textarea, select, radio or checkbox.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    required: bool = True
    named: bool = False
    value: str = ""


@dataclass(frozen=True)
class Asking:
    """An action before it is done. `title`, `what`, `button` and fact labels are msgids."""

    title: str
    what: str
    button: str
    href: str
    back_href: str
    back_text: str
    danger: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict)
    fields: Sequence[Field] = ()
    facts: Sequence[tuple[str, str]] = ()
    # What lies above `back_href`: (address, msgid) pairs.
    above: Sequence[tuple[str, str]] = ()


REASON = Field("textarea", "reason", N_("Reason"), N_("Kept in the history with your name."))


async def ask_first(
    request: Request[Any, Any, Any],
    asking: Asking,
    form: Form | None = None,
    trouble: Invalid | None = None,
) -> Response[str]:
    """Draw the page, empty or with what was entered and what is wrong with it."""
    kept = {one.name: one.value for one in asking.fields if one.value}
    if form:
        kept = {key: value for key, value in form.values if not key.startswith("_")}
    return await page(
        request,
        "boots/action.html",
        status=trouble.status if trouble else 200,
        action=asking,
        values=kept,
        errors=shown_fields(trouble) if trouble else {},
    )
