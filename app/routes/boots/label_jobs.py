"""Labels that were ordered: the newest jobs, one that is followed, stopped, made again, fetched."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.boots.labels.ask_labels_again import ask_labels_again
from app.actions.boots.labels.cancel_labels import cancel_labels
from app.reads.boots.label_jobs import labels_document, labels_job, recent_jobs
from app.routes.desk import Desk
from app.routes.pages import is_swap, page, shown
from app.routes.visitor import PERMISSION, actor_of
from app.rules.boots.label_jobs import KEPT_FOR
from app.rules.errors import Conflict
from app.rules.people.access import Permission

PRINT = {PERMISSION: Permission.print_labels}
AnyRequest = Request[Any, Any, Any]


@get("/boots/labels/jobs", opt=PRINT)
async def show_jobs(request: AnyRequest) -> Response[str]:
    """What this person had printed lately."""
    jobs = await recent_jobs(_me(request))
    return await page(request, "boots/label_jobs.html", jobs=jobs, days=KEPT_FOR.days)


@get("/boots/labels/{job_id:int}", opt=PRINT)
async def show_job(request: AnyRequest, job_id: FromPath[int]) -> Response[str]:
    """The job's page, or by a swap how far it is. Raises `Missing`."""
    return await _job_page(request, job_id)


@post("/boots/labels/{job_id:int}/cancel", opt=PRINT)
async def cancel_job(
    request: AnyRequest, job_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Stop it; what is ready by now stays and says so (409)."""
    try:
        await cancel_labels(actor_of(request), desk.bells, job_id)
    except Conflict as error:
        return await _job_page(request, job_id, error)
    return Redirect(f"/boots/labels/{job_id}", status_code=303)


@post("/boots/labels/{job_id:int}/again", opt=PRINT)
async def repeat_job(
    request: AnyRequest, job_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Make the same labels once more; a second click makes nothing more (409)."""
    try:
        await ask_labels_again(actor_of(request), desk.bells, job_id)
    except Conflict as error:
        return await _job_page(request, job_id, error)
    return Redirect(f"/boots/labels/{job_id}", status_code=303)


@get("/boots/labels/{job_id:int}/pdf", opt=PRINT)
async def fetch_labels(request: AnyRequest, job_id: FromPath[int]) -> Response[bytes]:
    """The PDF. Raises `Missing` before it is ready, `Gone` once a label in it was replaced."""
    return Response(
        await labels_document(_me(request), job_id),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="labels-{job_id}.pdf"'},
    )


def _me(request: AnyRequest) -> int:
    return actor_of(request).staff_id or 0


async def _job_page(
    request: AnyRequest, job_id: int, trouble: Conflict | None = None
) -> Response[str]:
    return await page(
        request,
        "boots/_labels_progress.html" if is_swap(request) else "boots/label_job.html",
        status=trouble.status if trouble else 200,
        job=await labels_job(_me(request), job_id),
        days=KEPT_FOR.days,
        trouble=shown(trouble) if trouble else None,
    )
