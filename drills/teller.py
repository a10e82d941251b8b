"""The card provider of a drill: answers what was paid, signs its notices, never tires."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import msgspec

from bench.payers import Payer
from sandbox.moments import stamp
from sandbox.notices import NoticeBody, NoticeData, NoticeType, signature
from sandbox.wire import Capture, Checkout, Status

SECRET = "drill-webhook-secret-00000000000"
API_KEY = "drill-sandbox-key-000000000"
FORGED = "nobody-knows-this-secret-0000000"


class Teller:
    """Knows every checkout and what became of it."""

    def __init__(self, payers: Sequence[Payer]) -> None:
        self._payers = {payer.checkout_id: payer for payer in payers}
        self._states: dict[str, Status] = {}
        self._lines: set[asyncio.StreamWriter] = set()
        self.port = 0

    def pay(self, payer: Payer) -> None:
        """The driver's card was charged."""
        self._states[payer.checkout_id] = "paid"

    def notice(self, payer: Payer, about: NoticeType) -> bytes:
        """The body of a notice; the same fact has the same event id in every copy."""
        checkout = self._checkout(payer, "paid" if about == "checkout.paid" else "open")
        event_id = f"evt_{about}_{payer.reference}"
        at = stamp(datetime.now(UTC))
        return msgspec.json.encode(NoticeBody(event_id, about, at, False, NoticeData(checkout)))

    def headers(self, body: bytes, *, forged: bool = False) -> dict[str, str]:
        """What goes with a body, signed at this moment."""
        secret = FORGED if forged else SECRET
        return {
            "sandbox-signature": signature(secret, body, datetime.now(UTC)),
            "content-type": "application/json",
        }

    @contextlib.asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Answer `GET /v1/checkouts/...` while the context lasts."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            for line in list(self._lines):
                line.transport.abort()
            # Each conversation notices and ends before the loop does.
            await asyncio.sleep(0.1)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                asked = head.split(" ", 2)[1].rpartition("/")[2]
                payer = self._payers.get(asked)
                body = b'{"error": {"code": "unknown_checkout"}}'
                if payer is not None:
                    state = self._states.get(asked, "open")
                    body = msgspec.json.encode(self._checkout(payer, state))
                status = "200 OK" if payer is not None else "404 Not Found"
                writer.write(
                    f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\n"
                    f"content-length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        self._lines.discard(writer)
        writer.close()

    def _checkout(self, payer: Payer, state: Status) -> Checkout:
        ref = payer.checkout_id
        paid = Capture(f"cap_{ref}", payer.amount_cents, 0) if state == "paid" else None
        return Checkout(
            id=ref,
            url=f"http://127.0.0.1:{self.port}/checkouts/{ref}",
            reference=payer.reference,
            status=state,
            amount_cents=payer.amount_cents,
            currency=payer.currency,
            live=False,
            expires_at=payer.expires_at,
            capture=paid,
        )
