"""My account."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get

from app.reads.staff.my_account import MyAccount, my_account
from app.routes.flash import flash_of
from app.routes.guards import ANY_STAFF
from app.routes.pages import page, shown
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import BootkeeperError, NotSignedIn
from app.rules.people.access import ROLE_WORDS
from app.rules.wording import N_

MINE = {PERMISSION: ANY_STAFF}
AnyRequest = Request[Any, Any, Any]
DONE_WORDS: Mapping[str, str] = {
    "off": N_("One-time codes are off. From now on the password alone signs you in."),
}


@get("/me", opt=MINE)
async def show_account(request: AnyRequest) -> Response[str]:
    """Who I am here, and whether a code is asked when I sign in."""
    return await account_page(request)


async def account_page(
    request: AnyRequest, trouble: BootkeeperError | None = None
) -> Response[str]:
    """The page, with what was done just now or why it was refused."""
    mine = await account_of(request)
    return await page(
        request,
        "account/show.html",
        status=trouble.status if trouble else 200,
        mine=mine,
        role=ROLE_WORDS[mine.role],
        trouble=shown(trouble) if trouble else None,
        flash=None if trouble else flash_of(DONE_WORDS, request.query_params.get("done", "")),
    )


async def account_of(request: AnyRequest) -> MyAccount:
    """The account of whoever is signed in. Raises `NotSignedIn`."""
    staff_id = actor_of(request).staff_id
    if staff_id is None:
        raise NotSignedIn
    return await my_account(staff_id)
