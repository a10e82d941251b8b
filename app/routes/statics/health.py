"""The health check for load balancers and for people who wonder."""

from litestar import Response, get

from app.reads.health import database_answers
from app.routes.visitor import PUBLIC


@get("/healthz", opt={PUBLIC: True})
async def show_health() -> Response[dict[str, object]]:
    """200 with the live revision while the database answers; 503 otherwise (faults.py)."""
    return Response({"ok": True, "revision": await database_answers()})
