"""A mail as a document of its own, shown in a frame of ours: nothing in it runs, sends or loads."""

from litestar import Response
from litestar.enums import MediaType

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)


def framed(html: str, *, leads_out: bool = False) -> Response[str]:
    """Answer with `html`, whose pictures are part of it; `leads_out`: its links may be followed."""
    policy = _POLICY
    if leads_out:
        # Our pages refuse to stand in a frame, so a link opens in its place.
        html = html.replace("<head>", '<head><base target="_top">', 1)
        policy += " allow-top-navigation-by-user-activation"
    return Response(
        html,
        media_type=MediaType.HTML,
        headers={"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"},
    )
