"""Draws one boot's page, as it is or after something on it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Request, Response

from app.clock import now
from app.gateways.paper.qr import qr_svg
from app.reads.boots.label_job import LabelJob
from app.reads.boots.life import Life, boot_life, read_place
from app.reads.boots.one_boot import one_boot
from app.reads.dashboard.deeds import own_deeds
from app.reads.dashboard.gear import gear
from app.reads.settings.system_settings import system_settings
from app.reads.stock.running import running_take
from app.routes.desk import Desk
from app.routes.flash import flash_of
from app.routes.pages import page, shown, shown_fields
from app.routes.visitor import staff_of
from app.rules.errors import BootkeeperError, NotSignedIn
from app.rules.people.access import Permission
from app.rules.people.actor import Actor
from app.rules.wording import N_

DONE_WORDS: Mapping[str, str] = {
    "add": N_("The boot is added and can be issued. Its label is ready to be printed."),
    "edit": N_("The changes are saved."),
    "code": N_("The new code is stored and sent from now on."),
    "confirm": N_("The code you typed is the stored one. It is confirmed."),
    "reissue": N_("The label is replaced. Print the new one and stick it on the boot."),
    "release": N_("The release is authorised."),
    "cancel_never_applied": N_("The boot is available again; its fee is off the ticket."),
    "remove_by_staff": N_("The boot is released and its return is recorded."),
    "mark_returned": N_("The return is recorded."),
    "undo_return": N_("The return is taken back. The boot counts as released."),
    "make_available": N_("The case is closed. The boot can be issued again."),
    "mark_lost": N_("The boot is out of service as lost."),
    "take_out": N_("The boot is out of service."),
    "put_back": N_("The boot is back in service."),
}


@dataclass(frozen=True)
class Extra:
    """What a page shows beside the boot itself."""

    trouble: BootkeeperError | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    revealed: str | None = field(default=None, repr=False)
    job: LabelJob | None = None
    done: str = ""


async def boot_page(
    request: Request[Any, Any, Any], desk: Desk, boot_id: int, extra: Extra | None = None
) -> Response[str]:
    """The page of one boot; the status is that of `extra.trouble`, else 200. Raises `Missing`."""
    extra = extra or Extra()
    me = staff_of(request)
    if me is None or me.role is None:
        raise NotSignedIn
    settings = await system_settings()
    at = now()
    boot = await one_boot(boot_id, now=at, new_code_needed=settings.new_code_needed)
    deeds = await gear(boot_id, staff_id=me.staff_id, role=me.role, settings=settings, now=at)
    url = f"{desk.settings.base_url}/b/{boot.token}"
    older_than = read_place(request.query_params.get("before", ""))
    trouble = extra.trouble
    life = _without_closed_doors(await boot_life(boot_id, older_than), me)
    return await page(
        request,
        "boots/show.html",
        status=trouble.status if trouble else 200,
        boot=boot,
        assignment=boot.on_car,
        url=url,
        qr=qr_svg(url),
        life=life,
        older_href=f"/boots/{boot_id}?before={life.older}#life" if life.older else None,
        newest_href=f"/boots/{boot_id}#life" if older_than else None,
        running=await running_take(boot_id) if me.may(Permission.count_boots) else None,
        # Each once: a boot that waits for its new code has that deed in its gear already.
        actions=tuple(
            dict.fromkeys(
                (
                    *deeds.deeds,
                    *own_deeds(boot_id, me.role, needs_new_code=boot.needs_new_code),
                )
            )
        ),
        revealed=extra.revealed,
        job=extra.job,
        trouble=shown(trouble) if trouble else None,
        values=extra.values,
        errors=shown_fields(trouble) if trouble else {},
        flash=None if trouble else flash_of(DONE_WORDS, extra.done),
    )


def _without_closed_doors(life: Life, me: Actor) -> Life:
    """Payments are named to everybody, and lead on only who may open them (rule S1)."""
    if me.may(Permission.see_reports):
        return life
    known = {
        key: replace(thing, href="") if key[0] == "payment" else thing
        for key, thing in life.known.items()
    }
    return replace(life, known=known)
