"""Static files: their names carry their hash, so browsers may keep them for ever."""

import asyncio
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.routes.desk import Desk
from app.routes.visitor import PUBLIC
from app.rules.errors import Missing

FOR_EVER = "public, max-age=31536000, immutable"
# A file is no page: it needs nothing, and the long policy of pages would weigh on every one.
NOTHING = "default-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"


@get("/static/{name:path}", opt={PUBLIC: True})
async def send_file(
    request: Request[Any, Any, Any], name: FromPath[str], desk: NamedDependency[Desk]
) -> Response[bytes]:
    """One file, as small as the browser takes it. Raises `Missing` for an unknown name."""
    file = desk.static.find(name.lstrip("/"))
    if file is None:
        raise Missing
    headers = {
        "Cache-Control": FOR_EVER,
        "Content-Security-Policy": NOTHING,
        "Vary": "Accept-Encoding",
    }
    body, accepted = file.body, request.headers.get("accept-encoding", "")
    taken = {one.partition(";")[0].strip() for one in accepted.split(",")}
    if "br" in taken and (packed := await asyncio.to_thread(lambda: file.brotli)):
        body = packed
        headers["Content-Encoding"] = "br"
    elif file.gzipped and "gzip" in taken:
        body = file.gzipped
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=file.media_type, headers=headers)
