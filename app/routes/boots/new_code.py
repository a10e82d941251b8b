"""Record the new code that was set on a device."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.boots.release_codes.record_code import record_code
from app.clock import now
from app.reads.boots.one_boot import OneBoot, one_boot
from app.routes.boots.ask_first import Asking, Field, ask_first
from app.routes.desk import Desk
from app.routes.forms import read_form
from app.routes.visitor import PERMISSION, actor_of
from app.rules.boots.codes import edit_asks_again
from app.rules.errors import Invalid
from app.rules.people.access import Permission
from app.rules.wording import N_

RECORD = {PERMISSION: Permission.record_new_code}

CODE = Field(
    "code",
    "code",
    N_("Boot Release Code"),
    N_("Take it from the device's instructions. It is stored sealed."),
)
CONFIRM = Field(
    "checkbox",
    "confirm_code",
    N_("The boot is out there. The device has this code now, and it is to be sent from now on."),
    required=False,
)


@get("/boots/{boot_id:int}/code", opt=RECORD)
async def show_record(request: Request[Any, Any, Any], boot_id: FromPath[int]) -> Response[str]:
    """Say what storing a code changes and what it does not."""
    return await ask_first(request, _asking(await _boot(boot_id)))


@post("/boots/{boot_id:int}/code", opt=RECORD)
async def submit_record(
    request: Request[Any, Any, Any], boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Store the code; while the boot is out it has to be confirmed."""
    form = await read_form(request)
    try:
        await record_code(
            actor_of(request),
            desk.bells,
            desk.vault,
            boot_id,
            code=form.text("code"),
            confirmed=form.flag("confirm_code"),
        )
    except Invalid as error:
        return await ask_first(request, _asking(await _boot(boot_id)), form, error)
    return Redirect(f"/boots/{boot_id}?done=code", status_code=303)


async def _boot(boot_id: int) -> OneBoot:
    return await one_boot(boot_id, now=now(), new_code_needed=False)


def _asking(boot: OneBoot) -> Asking:
    return Asking(
        title=N_("Record a new code"),
        what=N_(
            "This changes what is stored and sent from now on. It does not change the device: set"
            " the new code on the boot itself."
        ),
        button=N_("Store the new code"),
        href=f"/boots/{boot.boot_id}/code",
        back_href=f"/boots/{boot.boot_id}",
        back_text=boot.name,
        fields=(CODE, CONFIRM) if edit_asks_again(boot.status) else (CODE,),
    )
