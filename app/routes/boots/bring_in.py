"""Bring a whole inventory in: a list is checked first, and stored as it was checked."""

import json
import secrets
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.boots.import_boots import import_boots
from app.actions.steps.boots.judge_import import JudgedRow, judge_import
from app.gateways.vault import SealBroken
from app.routes.body import ROOM_FOR
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.pages import page, shown
from app.routes.visitor import PERMISSION, actor_of
from app.rules.boots.import_file import FIELD, MOST_ROWS, import_text
from app.rules.errors import BootkeeperError, Conflict, Invalid
from app.rules.people.access import Permission
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_boots}
PATH = "/boots/import"
AnyRequest = Request[Any, Any, Any]
# How long a checked list may wait for its import.
_SECONDS = 3600
# Some number that no import had before; the audit's column holds 31 bits.
_MOST_NUMBER = 2**31 - 1


@get(PATH, opt=MANAGE)
async def show_import(request: AnyRequest) -> Response[str]:
    """An empty form."""
    return await _import_page(request)


# Between the two steps the list lies in the page, sealed: it holds codes (rule C1). So nothing
# stands in clear in the browser or on our disk, what is imported is what was checked, and only
# whoever checked it can send it back, for an hour.
@post(PATH, opt=MANAGE, status_code=200, request_max_body_size=ROOM_FOR[PATH])
async def submit_import(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Check a list and show every row; or, with a checked list, import it (rule B17)."""
    form = await read_form(request)
    sealed = form.text("checked", most=ROOM_FOR[PATH])
    try:
        if sealed:
            return await _store(request, desk, sealed)
        text = await _sent_text(request, form.text("pasted", most=ROOM_FOR[PATH]))
        rows = await judge_import(text)
    except Invalid as error:
        return await _import_page(request, trouble=error)
    return await _import_page(request, rows, checked=_seal(request, desk, text))


async def _store(request: AnyRequest, desk: Desk, sealed: str) -> Response[Any]:
    try:
        note = desk.vault.open_note(_purpose(request), sealed, seconds=_SECONDS)
    except SealBroken:
        raise Invalid(
            fields={FIELD: N_("This check is more than an hour old. Send the list once more.")}
        ) from None
    number, text = json.loads(note)
    try:
        await import_boots(actor_of(request), desk.bells, desk.vault, number=number, text=text)
    except Conflict as error:
        return await _import_page(request, await judge_import(text), trouble=error)
    return Redirect("/boots?sort=newest&done=import", status_code=303)


async def _sent_text(request: AnyRequest, pasted: str) -> str:
    file = (await request.form()).get(FIELD)
    content = await file.read() if isinstance(file, UploadFile) else b""
    if content and pasted:
        raise Invalid(fields={FIELD: N_("Choose a file or paste a list, not both.")})
    if not content and not pasted:
        raise Invalid(fields={FIELD: N_("Choose a CSV file, or paste your list below.")})
    return import_text(content) if content else pasted


def _seal(request: AnyRequest, desk: Desk, text: str) -> str:
    number = secrets.randbelow(_MOST_NUMBER) + 1
    return desk.vault.seal_note(_purpose(request), json.dumps([number, text], ensure_ascii=False))


def _purpose(request: AnyRequest) -> str:
    return f"boot import by {actor_of(request).staff_id}"


async def _import_page(
    request: AnyRequest,
    rows: tuple[JudgedRow, ...] = (),
    *,
    checked: str = "",
    trouble: BootkeeperError | None = None,
) -> Response[str]:
    wrong = tuple(row for row in rows if row.problems)
    told = shown(trouble) if trouble else None
    return await page(
        request,
        "boots/import.html",
        status=trouble.status if trouble else 422 if wrong else 200,
        wrong=wrong,
        good=tuple(row for row in rows if not row.problems),
        # A list with problems goes nowhere: there is nothing to keep of it.
        checked="" if wrong or trouble else checked,
        most_rows=MOST_ROWS,
        errors=told.fields if told else {},
        trouble=told,
    )
