"""One letter: what became of it, and sending it again to the same address."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.mails.send_mail_again import send_mail_again
from app.reads.mails.one_mail import one_mail
from app.routes.desk import Desk
from app.routes.pages import page, shown
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import BootkeeperError, Conflict, TooMany
from app.rules.people.access import Permission
from app.rules.people.languages import LANGUAGE_WORDS

AnyRequest = Request[Any, Any, Any]


@get("/mails/{mail_id:int}", opt={PERMISSION: Permission.see_reports})
async def show_mail(request: AnyRequest, mail_id: FromPath[int]) -> Response[str]:
    """The page of one letter. Raises `Missing`."""
    return await _draw(request, mail_id, again=request.query_params.get("done") == "again")


@post("/mails/{mail_id:int}/again", opt={PERMISSION: Permission.resend_mail})
async def mail_again(
    request: AnyRequest, mail_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Send it again (rule E9); refused it stays as it is and says why."""
    try:
        waiting = await send_mail_again(actor_of(request), desk.bells, mail_id)
    except (Conflict, TooMany) as error:
        return await _draw(request, mail_id, trouble=error)
    return Redirect(f"/mails/{waiting}?done=again", status_code=303)


async def _draw(
    request: AnyRequest,
    mail_id: int,
    *,
    again: bool = False,
    trouble: BootkeeperError | None = None,
) -> Response[str]:
    mail = await one_mail(mail_id)
    later = trouble.retry_after_seconds if isinstance(trouble, TooMany) else 0
    return await page(
        request,
        "mails/show.html",
        status=trouble.status if trouble else 200,
        headers={"Retry-After": str(later)} if later else None,
        mail=mail,
        written_in=LANGUAGE_WORDS.get(mail.language, mail.language),
        again=again,
        trouble=shown(trouble) if trouble else None,
        minutes=-(-later // 60),
    )


ROUTES = [show_mail, mail_again]
