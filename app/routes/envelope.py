"""What goes around every answer, errors and static files included: headers and the request log."""

import secrets
import time
from collections.abc import Iterable

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from app.routes.body import BodyReader, TooLarge, TooSlow
from app.routes.reader import hear, reader_language

log = structlog.get_logger("request")

STANDING_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=()"),
    (b"x-frame-options", b"DENY"),
)

# What is drawn in the reader's language.
SPOKEN = (b"text/html", b"text/csv")

# Only these pages show another page in a frame: a mail as it will look.
FRAMING = ("/templates/", "/mailbox/")

# What is left of such a request is not waited for.
HANG_UP = frozenset({TooLarge.status, TooSlow.status})


class Envelope:
    """Outermost ASGI layer: middleware inside the framework does not see its 404 and 405."""

    def __init__(
        self, app: ASGIApp, *, form_action_origin: str, secure: bool, language_cookie: str
    ) -> None:
        self.app = app
        self._language_cookie = language_cookie
        self._form_action = f"'self' {form_action_origin}"
        self._standing = STANDING_HEADERS + (
            ((b"strict-transport-security", b"max-age=63072000; includeSubDomains"),)
            if secure
            else ()
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; add headers to each answer and log it once."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(12)
        scope["nonce"] = nonce  # type: ignore[typeddict-unknown-key]
        started = time.perf_counter()
        hear(scope["headers"], self._language_cookie)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                frames = scope["path"].startswith(FRAMING)
                message["headers"] = self._headers(
                    message["headers"], message["status"], nonce, frames=frames
                )
                _log(scope, message["status"], started)
            await send(message)

        await self.app(scope, BodyReader(scope, receive), send_with_headers)

    def _headers(
        self, own: Iterable[tuple[bytes, bytes]], status: int, nonce: str, *, frames: bool
    ) -> list[tuple[bytes, bytes]]:
        given = {name.lower(): value for name, value in own}
        # A cache between us and many readers would hand one reader's cookie to all.
        public = b"public" in given.get(b"cache-control", b"")
        headers = [pair for pair in own if not (public and pair[0].lower() == b"set-cookie")]
        headers += [pair for pair in self._standing if pair[0] not in given]
        if b"content-security-policy" not in given:
            headers.append((b"content-security-policy", self._policy(nonce, frames=frames)))
        if b"cache-control" not in given:
            headers.append((b"cache-control", b"no-store"))
        if given.get(b"content-type", b"").startswith(SPOKEN) and not public:
            headers.append((b"content-language", reader_language().encode()))
            headers.append((b"vary", b"accept-language, cookie"))
        if status in HANG_UP:
            headers.append((b"connection", b"close"))
        return headers

    def _policy(self, nonce: str, *, frames: bool) -> bytes:
        framed = "frame-src 'self'; " if frames else ""
        return (
            f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
            f"connect-src 'self'; {framed}img-src 'self' data:; font-src 'self'; "
            f"form-action {self._form_action}; base-uri 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types htmx"
        ).encode()


def _log(scope: HTTPScope, status: int, started: float) -> None:
    """The route's pattern instead of the path: tokens and ticket numbers stay out of the log."""
    log.info(
        "answered",
        method=scope["method"],
        route=scope.get("path_template") or "(none)",
        status=status,
        ms=round((time.perf_counter() - started) * 1000, 1),
    )
