"""One boot's page, and showing its code to somebody who says why."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.actions.boots.release_codes.reveal_code import reveal_code
from app.reads.boots.label_job import LabelJob, label_job
from app.routes.address import row_number
from app.routes.boots.boot_page import Extra, boot_page
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid, Missing
from app.rules.people.access import Permission
from app.rules.reasons import SAY_WHY


# Everybody on the dashboard may open a boot from there; what they may do is the gear's to say.
@get("/boots/{boot_id:int}", opt={PERMISSION: Permission.see_dashboard})
async def show_boot(
    request: Request[Any, Any, Any], boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[str]:
    """Facts, legal actions, label and history. Raises `Missing`."""
    asked = request.query_params
    job = await _job(boot_id, asked.get("job", ""))
    return await boot_page(request, desk, boot_id, Extra(job=job, done=asked.get("done", "")))


@post("/boots/{boot_id:int}/reveal", opt={PERMISSION: Permission.reveal_code}, status_code=200)
async def show_code(
    request: Request[Any, Any, Any], boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[str]:
    """The same page with the code on it, never cached and never at an address of its own."""
    form = await read_form(request)
    reason = form.required("reason", SAY_WHY)
    try:
        form.check()
        code = await reveal_code(actor_of(request), desk.bells, desk.vault, boot_id, reason=reason)
    except Invalid as error:
        kept = Extra(trouble=error, values={"reason": reason})
        return await boot_page(request, desk, boot_id, kept)
    return await boot_page(request, desk, boot_id, Extra(revealed=code))


async def _job(boot_id: int, asked: str) -> LabelJob | None:
    job_id = row_number(asked)
    if job_id is None:
        return None
    try:
        return await label_job(boot_id, job_id)
    except Missing:
        return None
