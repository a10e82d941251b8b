"""Labels of many boots: chosen on the list, ordered on a paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.boots.labels.ask_labels import ask_labels
from app.reads.boots.label_choice import LabelChoice, all_boots, chosen_boots
from app.routes.address import address, row_number
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown_fields
from app.routes.search_words import search_words
from app.routes.visitor import PERMISSION, actor_of
from app.rules.boots.label_formats import FORMAT_WORDS, PAPERS, LabelFormat
from app.rules.boots.label_jobs import MOST_LABELS, check_order
from app.rules.boots.states import BootStatus
from app.rules.errors import Invalid
from app.rules.people.access import Permission

PRINT = {PERMISSION: Permission.print_labels}
AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True)
class Chosen:
    """What was asked for: single boots, or all of a search and a status."""

    boot_ids: tuple[int, ...]
    everything: bool
    search: str
    status: BootStatus | None

    def kept(self) -> list[tuple[str, str]]:
        """As fields of a form or parts of an address."""
        if not self.everything:
            return [("boot", str(boot_id)) for boot_id in self.boot_ids]
        parts = {"all": "1", "q": self.search, "status": self.status or ""}
        return [(name, value) for name, value in parts.items() if value]

    async def boots(self) -> LabelChoice:
        """The boots as they are now."""
        if self.everything:
            return await all_boots(self.search, self.status)
        return await chosen_boots(list(self.boot_ids))


@dataclass(frozen=True)
class Sheet:
    """A paper of several labels; `columns` of `cells` in all."""

    paper: LabelFormat
    columns: int
    cells: int


SHEETS = tuple(
    Sheet(one, paper.columns, paper.cells) for one, paper in PAPERS.items() if paper.cells > 1
)


@get("/boots/labels", opt=PRINT)
async def show_labels(request: AnyRequest) -> Response[str]:
    """How many labels it will be, and the papers."""
    return await _choice_page(request, _chosen(list(request.query_params.multi_items())))


@post("/boots/labels", opt=PRINT)
async def order_labels(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Order them and go on with their progress."""
    form = await read_form(request)
    chosen = _chosen(form.values)
    try:
        paper = next((one for one in LabelFormat if one.value == form.text("paper")), None)
        start = form.id(f"start_{paper}") if paper and PAPERS[paper].cells > 1 else 1
        form.check()
        boots = await chosen.boots()
        job_id = await ask_labels(
            actor_of(request), desk.bells, boots.boot_ids, paper=paper, start=start
        )
    except Invalid as error:
        return await _choice_page(request, chosen, form, error)
    return Redirect(f"/boots/labels/{job_id}", status_code=303)


def _chosen(given: list[tuple[str, str]]) -> Chosen:
    first: Mapping[str, str] = dict(reversed(given))
    boots = dict.fromkeys(row_number(value) for key, value in given if key == "boot")
    return Chosen(
        boot_ids=tuple(one for one in boots if one is not None)[: MOST_LABELS + 1],
        everything=bool(first.get("all")),
        search=search_words(first.get("q", ""), 60),
        status=next((one for one in BootStatus if one.value == first.get("status")), None),
    )


async def _choice_page(
    request: AnyRequest, chosen: Chosen, form: Form | None = None, trouble: Invalid | None = None
) -> Response[str]:
    boots = await chosen.boots()
    if trouble is None and boots.boot_ids:
        try:
            check_order(len(boots.boot_ids), LabelFormat.single, 1)
        except Invalid as error:
            trouble = error
    values = {"paper": LabelFormat.single.value, **{f"start_{one.paper}": "1" for one in SHEETS}}
    if form is not None:
        values |= {key: value for key, value in form.values if key in values}
    errors = shown_fields(trouble) if trouble else {}
    # The drawn sheets have a field each.
    if "start" in errors:
        errors[f"start_{values['paper']}"] = errors.pop("start")
    return await page(
        request,
        "boots/labels.html",
        status=trouble.status if trouble else 200,
        count=len(boots.boot_ids),
        names=boots.names,
        more=boots.more,
        retired=boots.retired,
        too_many=len(boots.boot_ids) > MOST_LABELS,
        kept=chosen.kept(),
        back_href=_back(chosen),
        papers=tuple(FORMAT_WORDS.items()),
        sheets=SHEETS,
        values=values,
        errors=errors,
    )


def _back(chosen: Chosen) -> str:
    parts = {"q": chosen.search, "status": chosen.status or ""} if chosen.everything else {}
    return address("/boots", parts)
