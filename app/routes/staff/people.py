"""Staff: who can sign in, and with which role."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get

from app.reads.staff.people import people
from app.routes.flash import flash_of
from app.routes.pages import page, shown
from app.routes.visitor import PERMISSION
from app.rules.errors import BootkeeperError
from app.rules.people.access import ROLE_WORDS, Permission
from app.rules.wording import N_

AnyRequest = Request[Any, Any, Any]
DONE_WORDS: Mapping[str, str] = {
    "added": N_("The person can sign in now."),
    "role": N_("The role is changed."),
    "deactivated": N_("The person is signed out everywhere and cannot sign in any more."),
    "reactivated": N_("The person can sign in again."),
    "factor": N_("The one-time codes are gone. The person signs in with the password alone."),
}


@get("/staff", opt={PERMISSION: Permission.manage_staff})
async def list_people(request: AnyRequest) -> Response[str]:
    """Everybody, who cannot sign in last."""
    return await people_page(request)


async def people_page(request: AnyRequest, trouble: BootkeeperError | None = None) -> Response[str]:
    """The list, with what was done just now or why it was refused."""
    return await page(
        request,
        "staff/list.html",
        status=trouble.status if trouble else 200,
        people=await people(),
        roles={role.value: text for role, text in ROLE_WORDS.items()},
        trouble=shown(trouble) if trouble else None,
        flash=None if trouble else flash_of(DONE_WORDS, request.query_params.get("done", "")),
        section="/staff",
    )
