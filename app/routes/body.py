"""How much of a request's body is read, and for how long: strangers may send anything."""

import asyncio

from litestar.types import HTTPReceiveMessage, HTTPScope, Receive

from app.rules.errors import BootkeeperError
from app.rules.wording import N_

MOST_BYTES = 64_000
# An inventory of 2,000 boots, pasted or sealed. Less than the megabyte beyond which a file would be
# laid down on the disk: it holds release codes. A phone's photograph is too large for a picture;
# that is said beside its field, with the rest of the form kept.
ROOM_FOR = {"/boots/import": 700_000, "/templates/pictures": 6_000_000, "/settings/logo": 6_000_000}
# A form of ours has some forty fields; the longest list of boxes to tick a few hundred.
MOST_PARTS = 1000
LONGEST_SECONDS = 20.0


class TooLarge(BootkeeperError):
    """The body has more bytes or parts than any form of ours."""

    status = 413
    title = N_("That was too much at once")
    message = N_("What was sent is larger than this page can take. Nothing was saved.")
    next_step = N_("Go back and send less.")


class TooSlow(BootkeeperError):
    """The body did not arrive in time."""

    status = 408
    title = N_("The connection was too slow")
    message = N_("What you sent did not arrive in time. Nothing was saved.")
    next_step = N_("Check your connection and send it again.")


class ReaderGone(BootkeeperError):
    """The client went away in the middle of its own request; nobody reads the answer."""

    status = 400
    title = N_("The connection was cut")
    message = N_("What you sent did not arrive completely. Nothing was saved.")
    next_step = N_("Check your connection and send it again.")


class BodyReader:
    """Hands on a request's messages until they are too many, too slow, or cut off."""

    def __init__(self, scope: HTTPScope, receive: Receive) -> None:
        self._receive = receive
        self._bytes = 0
        self._most = ROOM_FOR.get(scope["path"], MOST_BYTES)
        self._parts = 0
        self._until = asyncio.get_running_loop().time() + LONGEST_SECONDS
        # Streams listen for the end of the connection once there is nothing left to read.
        self._whole = scope["method"] in {"GET", "HEAD", "OPTIONS"}
        kind = dict(scope["headers"]).get(b"content-type", b"").lower()
        self._mark = (
            b"&"
            if kind.startswith(b"application/x-www-form-urlencoded")
            else b"content-disposition"
            if kind.startswith(b"multipart/form-data")
            else b""
        )

    async def __call__(self) -> HTTPReceiveMessage:
        """The next message. Raises `TooLarge`, `TooSlow` and `ReaderGone`."""
        if self._whole:
            return await self._receive()  # type: ignore[return-value]
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.disconnect":
            raise ReaderGone
        if message["type"] == "http.request":
            self._weigh(message["body"])
            self._whole = not message["more_body"]
        return message  # type: ignore[return-value]

    def _weigh(self, body: bytes) -> None:
        self._bytes += len(body)
        self._parts += body.lower().count(self._mark) if self._mark else 0
        if self._bytes > self._most or self._parts > MOST_PARTS:
            raise TooLarge
