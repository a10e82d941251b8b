"""A request whose form is read as ours are written, whatever a stranger sends."""

from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType

from app.rules.errors import Invalid

_HEAD_ENDS = b"\r\n\r\n"


class Incoming(Request[Any, Any, Any]):
    """Texts are UTF-8. Forms are parsed before anybody is asked who it is (rule S7)."""

    async def form(self) -> FormMultiDict:
        """The posted form. Raises `Invalid` for texts in another encoding."""
        kind, options = self.content_type
        if kind == RequestEncodingType.MULTI_PART:
            _refuse_charsets(await self.body(), options.get("boundary", ""))
        try:
            return await super().form()
        except UnicodeDecodeError:
            raise Invalid from None


def _refuse_charsets(body: bytes, boundary: str) -> None:
    """No browser names the charset of a part; the parser believes whatever stands there.

    Some take a minute to decode what is allowed to be uploaded, and nobody else is served then.
    """
    for part in body.split(b"--" + boundary.encode()):
        if b"charset" in part.partition(_HEAD_ENDS)[0].lower():
            raise Invalid
