"""A receipt on screen, and its PDF: ordered, followed while the worker renders it, fetched."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.actions.receipts.ask_receipt import ask_receipt
from app.reads.receipts.case_behind import case_behind
from app.reads.receipts.one_receipt import one_receipt, receipt_document, receipt_id_of
from app.routes.desk import Desk
from app.routes.pages import is_swap, page
from app.routes.pay.payer import payer_of
from app.routes.visitor import PUBLIC, actor_of

AnyRequest = Request[Any, Any, Any]


@get("/receipts/{proof:str}", opt={PUBLIC: True})
async def show_receipt(
    request: AnyRequest, proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[str]:
    """The receipt, for whoever holds its link (rule S3)."""
    return await _draw(request, proof, desk, "receipts/show.html")


@get("/receipts/{proof:str}/progress", opt={PUBLIC: True})
async def follow_pdf(
    request: AnyRequest, proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """How far the PDF is, as a fragment; by a plain request the receipt's page."""
    if not is_swap(request):
        return Redirect(f"/receipts/{proof}#paper", status_code=303)
    return await _draw(request, proof, desk, "receipts/_paper.html")


@post("/receipts/{proof:str}/pdf", opt={PUBLIC: True}, status_code=200)
async def order_pdf(
    request: AnyRequest, proof: FromPath[str], desk: NamedDependency[Desk]
) -> Response[Any]:
    """Order the PDF; a swap goes on with the progress, a plain post with the receipt's page."""
    receipt_id = await receipt_id_of(proof, desk.signer.check)
    await ask_receipt(actor_of(request), desk.bells, receipt_id)
    if not is_swap(request):
        return Redirect(f"/receipts/{proof}#paper", status_code=303)
    return await _draw(request, proof, desk, "receipts/_paper.html")


@get("/receipts/{proof:str}/pdf", opt={PUBLIC: True})
async def fetch_pdf(proof: FromPath[str], desk: NamedDependency[Desk]) -> Response[bytes]:
    """The finished PDF. Raises `Missing` before it is ready."""
    receipt_id = await receipt_id_of(proof, desk.signer.check)
    return Response(
        await receipt_document(receipt_id),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="receipt-{receipt_id}.pdf"'},
    )


async def _draw(request: AnyRequest, proof: str, desk: Desk, template: str) -> Response[str]:
    receipt = await one_receipt(await receipt_id_of(proof, desk.signer.check))
    return await page(
        request,
        template,
        receipt=receipt,
        url=f"/receipts/{proof}",
        case_href=await case_behind(receipt.receipt_id, payer_of(request, desk)),
    )
