"""Reads the form both pages pay with: an email, the ticked tickets and the amounts seen."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from app.actions.payments.start_payment import Started, Wish, start_payment
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import shown_fields
from app.routes.pay.payer import hash_of, mark_of, remember_browser
from app.routes.reader import reader_language
from app.routes.visitor import actor_of
from app.rules.errors import AmountChanged, Invalid
from app.rules.people.emails import clean_email, suggest
from app.rules.wording import N_

_TICKED = re.compile(r"([0-9]{1,9}):([0-9]{1,9})", re.ASCII)
_SEEN = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True)
class Refused:
    """A form that was not accepted: what was typed, what is wrong, what was probably meant.

    `also` are the tickets ticked; None leaves the page's own ticks. `changed` says that the
    amount is not the one the payer saw, `promising` that it was the promise of cash.
    """

    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    suggestion: str | None = None
    also: frozenset[int] | None = None
    changed: bool = False
    promising: bool = False


NOTHING_REFUSED = Refused()
Redraw = Callable[[int, Refused], Awaitable[Response[str]]]


@dataclass(frozen=True)
class Entrance:
    """Where the payer stands: a label's `token`, or a proven ticket; `path` is the page."""

    path: str
    token: str = ""
    ticket_id: int | None = None


async def pay_at(
    request: Request[Any, Any, Any], desk: Desk, entrance: Entrance, redraw: Redraw
) -> Response[Any]:
    """Check the form, freeze the quote, go to the provider (rules M8, P3, P8).

    Only a likely typo or a changed amount answers with the page again; confirming goes on.
    """
    form = await read_form(request)
    typed = form.text("email", most=254)
    also: dict[int, int] = {}
    try:
        also, seen = _amounts(form)
        form.required("email", N_("Enter the email we should write to."))
        form.check()
        email = clean_email(typed)
        better = suggest(email)
        if better and form.text("confirmed_email") != typed:
            return await redraw(
                Invalid.status, Refused(typed, suggestion=better, also=frozenset(also))
            )
        mark = mark_of(request, desk)
        started = await _start(request, desk, entrance, email, mark, also, seen)
    except Invalid as error:
        return await redraw(error.status, Refused(typed, shown_fields(error), also=frozenset(also)))
    except AmountChanged as error:
        return await redraw(error.status, Refused(typed, also=frozenset(also), changed=True))
    answer: Response[Any] = Redirect(started.url or entrance.path, status_code=303)
    remember_browser(request, answer, desk, mark)
    return answer


async def _start(
    request: Request[Any, Any, Any],
    desk: Desk,
    entrance: Entrance,
    email: str,
    mark: str,
    also: dict[int, int],
    seen: int | None,
) -> Started:
    return await start_payment(
        actor_of(request),
        desk.bells,
        desk.provider,
        Wish(
            token=entrance.token,
            email=email,
            payer_hash=hash_of(mark),
            language=reader_language(),
            base_url=desk.settings.base_url,
            ticket_id=entrance.ticket_id,
            path=entrance.path,
            also=frozenset(also),
            must_see=True,
            seen_cents=None if seen is None else seen + sum(also.values()),
        ),
    )


def _amounts(form: Form) -> tuple[dict[int, int], int | None]:
    """The ticked tickets with the amounts shown beside them, and the required total shown."""
    ticked = [_TICKED.fullmatch(value) for value in form.all("also")[:200]]
    seen = form.text("seen")
    if not all(ticked) or (seen and not _SEEN.fullmatch(seen)):
        raise Invalid(fields={"also": N_("Choose one of the options offered.")})
    also = {int(one[1]): int(one[2]) for one in ticked if one}
    return also, int(seen) if seen else None
