"""Coming back: from the card page, or by the link in the payer's mail."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.reads.pay.payer.case_link import link_parts, proven_link
from app.reads.pay.payer.own_case import linked_case
from app.routes.desk import Desk
from app.routes.pay.asking import ask_at_return
from app.routes.pay.payer import remember_link
from app.routes.visitor import PUBLIC
from app.rules.errors import LinkReplaced, Missing


@get("/b/{token:str}/back/{reference:str}", opt={PUBLIC: True})
async def come_back(
    request: Request[Any, Any, Any],
    token: FromPath[str],
    reference: FromPath[str],
    desk: NamedDependency[Desk],
) -> Response[Any]:
    """Ask the provider how it went; nothing in this address is trusted (rule P9).

    The one GET that may settle: it repeats what the provider says, for whoever calls it.
    """
    await ask_at_return(reference, desk)
    left = "?left=1" if request.query_params.get("left") else ""
    return Redirect(f"/b/{token}{left}", status_code=303)


@get("/b/{token:str}/mine/{proof:str}", opt={PUBLIC: True})
async def come_by_mail(
    token: FromPath[str], proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """The payer's mailed link: this browser is the payer's from now on (rule S3).

    It leads to the boot's label of today, and to the payer's own case once the boot has left.
    Raises `LinkReplaced` when it was mailed to an address that has been changed since (rule P13).
    """
    subject = proven_link(proof, desk.signer.check)
    if subject is None:
        raise Missing
    reference, version = link_parts(subject)
    linked = await linked_case(reference)
    if linked and linked.link_version != version:
        raise LinkReplaced
    where = f"/b/{linked.token if linked else token}"
    if linked and linked.over:
        where += "/mine"
    answer = Redirect(where, status_code=303)
    remember_link(answer, proof, desk)
    return answer
