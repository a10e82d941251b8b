"""A boot's label as a PDF: ordered, followed while the worker renders it, fetched."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.boots.labels.ask_label import ask_label
from app.reads.boots.label_job import label_document, label_job
from app.routes.desk import Desk
from app.routes.pages import is_swap, page
from app.routes.visitor import PERMISSION, actor_of
from app.rules.people.access import Permission

PRINT = {PERMISSION: Permission.print_labels}
AnyRequest = Request[Any, Any, Any]


@post("/boots/{boot_id:int}/label", opt=PRINT, status_code=200)
async def order_label(
    request: AnyRequest, boot_id: FromPath[int], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Order the PDF; a swap goes on with the progress, a plain post with the boot's page."""
    job_id = await ask_label(actor_of(request), desk.bells, boot_id)
    if is_swap(request):
        return await _progress(request, boot_id, job_id)
    return Redirect(f"/boots/{boot_id}?job={job_id}#label-job", status_code=303)


@get("/boots/{boot_id:int}/label/{job_id:int}", opt=PRINT)
async def follow_label(
    request: AnyRequest, boot_id: FromPath[int], job_id: FromPath[int]
) -> Response[Any]:
    """The progress as a fragment; by a plain request the boot's page with the progress on it."""
    if is_swap(request):
        return await _progress(request, boot_id, job_id)
    return Redirect(f"/boots/{boot_id}?job={job_id}#label-job", status_code=303)


@get("/boots/{boot_id:int}/label/{job_id:int}/pdf", opt=PRINT)
async def fetch_label(boot_id: FromPath[int], job_id: FromPath[int]) -> Response[bytes]:
    """The finished PDF. Raises `Missing` before it is ready, `Gone` once its label is replaced."""
    return Response(
        await label_document(boot_id, job_id),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="label-{boot_id}.pdf"'},
    )


async def _progress(request: AnyRequest, boot_id: int, job_id: int) -> Response[str]:
    job = await label_job(boot_id, job_id)
    return await page(request, "boots/_label_job.html", boot_id=boot_id, job=job)
