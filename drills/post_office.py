"""`python -m drills.post_office PORT BOOK [SLEEP]`: a mail server that may be killed any time.

Every mail is written into the book before it is acknowledged, and once more afterwards: what was
taken but never acknowledged is a copy nobody can avoid.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

# The rest of a mail is nothing to whoever counts them, and takes longer than taking it.
_HEADERS = BytesParser()
ACKNOWLEDGED = "250 2.0.0 taken"


@dataclass(frozen=True)
class Line:
    """One line of the book: what happened (`taken`, `acknowledged`) to which copy.

    `at` in Unix seconds.
    """

    what: str
    copy: str
    to: str
    message_id: str
    at: float = field(default_factory=time.time)


class Book:
    """The lines of all lives of the server, in one file; what is written survives a kill -9."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, line: Line) -> None:
        """Append one line in one write."""
        with self.path.open("ab", buffering=0) as book:
            book.write(json.dumps(line.__dict__).encode() + b"\n")

    def read(self) -> list[Line]:
        """All lines so far; one cut off by a kill was never acknowledged either."""
        if not self.path.exists():
            return []
        whole = [line for line in self.path.read_bytes().split(b"\n") if line.endswith(b"}")]
        return [Line(**json.loads(line)) for line in whole]


class Counter(SMTP):
    """One connection; remembers which copy its next acknowledgement is about."""

    def __init__(self, book: Book, sleep: float) -> None:
        super().__init__(self, hostname="post.example")
        self._book = book
        self._sleep = sleep
        self._open: Line | None = None

    async def handle_DATA(  # noqa: N802 - the server library chose the name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Write the copy down, then say so."""
        await asyncio.sleep(self._sleep)
        message = _HEADERS.parsebytes(cast("bytes", envelope.content), headersonly=True)
        copy = f"{id(envelope):x}-{asyncio.get_running_loop().time()}"
        self._open = Line("taken", copy, envelope.rcpt_tos[0], str(message["Message-ID"]))
        self._book.write(self._open)
        return ACKNOWLEDGED

    async def push(self, status: Any) -> None:
        """Send an answer; note it when it acknowledged a mail."""
        await super().push(status)
        if self._open is not None and status == ACKNOWLEDGED:
            line, self._open = self._open, None
            self._book.write(Line("acknowledged", line.copy, line.to, line.message_id))


async def serve(port: int, book: Book, sleep: float = 0) -> None:
    """Take mail until killed, `sleep` seconds slower than it could be."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Counter(book, sleep), "127.0.0.1", port)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Book(Path(sys.argv[2])), *map(float, sys.argv[3:])))
