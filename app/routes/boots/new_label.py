"""Replace a boot's label: asked before it is done."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.boots.labels.reissue_label import reissue_label
from app.clock import now
from app.reads.boots.one_boot import OneBoot, one_boot
from app.routes.boots.ask_first import REASON, Asking, ask_first
from app.routes.boots.boot_page import Extra, boot_page
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Permission
from app.rules.reasons import SAY_WHY
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_boots}


@get("/boots/{boot_id:int}/reissue", opt=MANAGE)
async def show_reissue(request: Request[Any, Any, Any], boot_id: FromPath[int]) -> Response[str]:
    """Say what happens to the old label."""
    return await ask_first(request, _asking(await _boot(boot_id)))


@post("/boots/{boot_id:int}/reissue", opt=MANAGE)
async def submit_reissue(
    request: Request[Any, Any, Any], boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Replace it; a second click on the same page replaces nothing more (409)."""
    form = await read_form(request)
    try:
        reason = form.required("reason", SAY_WHY)
        version = form.id("version") or 0
        form.check()
        await reissue_label(actor_of(request), desk.bells, boot_id, version=version, reason=reason)
    except Invalid as error:
        return await ask_first(request, _asking(await _boot(boot_id)), form, error)
    except Conflict as error:
        return await boot_page(request, desk, boot_id, Extra(trouble=error))
    return Redirect(f"/boots/{boot_id}?done=reissue", status_code=303)


async def _boot(boot_id: int) -> OneBoot:
    return await one_boot(boot_id, now=now(), new_code_needed=False)


def _asking(boot: OneBoot) -> Asking:
    return Asking(
        title=N_("Replace the label"),
        what=N_(
            "The boot gets a new QR code. The old label stops working at once: who scans it is"
            " told that it was replaced."
        ),
        button=N_("Replace the label"),
        href=f"/boots/{boot.boot_id}/reissue",
        back_href=f"/boots/{boot.boot_id}",
        back_text=boot.name,
        danger=True,
        hidden={"version": str(boot.label_version)},
        fields=(REASON,),
        facts=((N_("Label version now"), str(boot.label_version)),),
    )
