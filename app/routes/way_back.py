"""Where a form that is on every page leads back to: the page it was on."""

from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.routes import HTTPRoute

from app.routes.forms import MAX_TEXT


def way_back(request: Request[Any, Any, Any]) -> str:
    """The address of this page; after a form that was refused, the nearest one that can be read."""
    path = quote(request.url.path, safe="/~!$&'()*+,;=:@-._")
    if request.method in {"GET", "HEAD"}:
        whole = f"{path}?{request.url.query}" if request.url.query else path
        return whole if len(whole) <= MAX_TEXT else path
    pattern = str(request.scope.get("path_template") or "/")
    while pattern and not _can_be_read(request, pattern):
        pattern, path = pattern.rpartition("/")[0], path.rpartition("/")[0]
    return path or "/"


def is_own_path(wanted: str) -> bool:
    """True for a path of ours; False for anything that could lead elsewhere."""
    plain = "\\" not in wanted and wanted.isprintable()  # browsers leave out what is not
    return plain and wanted.startswith("/") and not wanted.startswith("//")


def _can_be_read(request: Request[Any, Any, Any], pattern: str) -> bool:
    return any(
        isinstance(route, HTTPRoute) and route.path_format == pattern and "GET" in route.methods
        for route in request.app.routes
    )
