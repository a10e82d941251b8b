"""The demonstration's mailbox: every mail that would have gone out."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.routes.desk import Desk
from app.routes.framed import framed
from app.routes.pages import page
from app.routes.visitor import PUBLIC
from app.rules.errors import Missing


@get("/mailbox", opt={PUBLIC: True})
async def list_mails(request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> Response[str]:
    """The newest mails; exists only in demo mode without a mail server."""
    if desk.mailbox is None or not desk.settings.demo:
        raise Missing
    return await page(request, "mailbox/list.html", mails=await desk.mailbox.list_mails())


@get("/mailbox/{mail_id:str}", opt={PUBLIC: True})
async def show_mail(
    request: Request[Any, Any, Any], mail_id: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """One mail: to whom it went, how it looks, and its plain text."""
    if desk.mailbox is None or not desk.settings.demo:
        raise Missing
    mail = await desk.mailbox.read_mail(mail_id)
    sender = dict(mail.headers).get("From", "")
    return await page(request, "mailbox/show.html", mail=mail, sender=sender)


@get("/mailbox/{mail_id:str}/shown", opt={PUBLIC: True})
async def show_letter(mail_id: FromPath[str], desk: NamedDependency[Desk]) -> Response[str]:
    """The mail itself as its reader sees it, for the frame in its page."""
    if desk.mailbox is None or not desk.settings.demo:
        raise Missing
    return framed((await desk.mailbox.read_mail(mail_id)).html, leads_out=True)


ROUTES = [list_mails, show_mail, show_letter]
