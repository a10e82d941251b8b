"""Type the code a device has, and hear whether it is the stored one."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.boots.release_codes.confirm_code import confirm_code
from app.clock import now
from app.reads.boots.one_boot import one_boot
from app.routes.desk import Desk
from app.routes.forms import Form, read_form
from app.routes.pages import page, shown, shown_fields
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import BootkeeperError, Conflict, Invalid, TooMany
from app.rules.people.access import Permission
from app.rules.wording import N_

CONFIRM = {PERMISSION: Permission.confirm_code}
# Neither says anything of the stored code, nor how far off this one was.
NOT_THE_STORED = N_("This is not the code we have stored. Read it from the device once more.")
AnyRequest = Request[Any, Any, Any]


@get("/boots/{boot_id:int}/confirm", opt=CONFIRM)
async def show_confirm(request: AnyRequest, boot_id: FromPath[int]) -> Response[str]:
    """The field. `take` in the address is the stock take to go back to."""
    return await _page(request, boot_id, _take(Form(list(request.query_params.items()))))


@post("/boots/{boot_id:int}/confirm", opt=CONFIRM)
async def submit_confirm(
    request: AnyRequest, boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Compare; what was typed is never shown again (rules C1, C11)."""
    form = await read_form(request)
    take_id = _take(form)
    try:
        typed = form.required("code", N_("Type the code as the device has it."), most=80)
        form.check()
        if not await confirm_code(actor_of(request), desk.bells, desk.vault, boot_id, code=typed):
            raise Invalid(fields={"code": NOT_THE_STORED})
    except Invalid as error:
        return await _page(request, boot_id, take_id, error)
    except (Conflict, TooMany) as error:
        answer = await _page(request, boot_id, take_id, error)
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.retry_after_seconds)
        return answer
    back = f"/stock-takes/{take_id}/boots/{boot_id}" if take_id else f"/boots/{boot_id}"
    return Redirect(f"{back}?done=confirm", status_code=303)


def _take(form: Form) -> int | None:
    take_id = form.id("take")
    form.problems.pop("take", None)
    return take_id


async def _page(
    request: AnyRequest,
    boot_id: int,
    take_id: int | None,
    trouble: BootkeeperError | None = None,
) -> Response[str]:
    return await page(
        request,
        "boots/confirm.html",
        status=trouble.status if trouble else 200,
        boot=await one_boot(boot_id, now=now(), new_code_needed=False),
        take_id=take_id,
        trouble=shown(trouble) if trouble else None,
        errors=shown_fields(trouble) if trouble else {},
        mismatch=isinstance(trouble, Invalid) and NOT_THE_STORED in trouble.fields.values(),
    )
