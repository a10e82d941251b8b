"""The child process that makes PDFs; the only importer of the renderers.

It lives as long as somebody asks and answers one question after the other. A question is a JSON
object and an answer is "+" with bytes or "-" with a reason; each has its length before it, in
four bytes. After a "-" it ends: nobody knows what an error has left behind.
"""

import json
import resource
import signal
import struct
import sys
import traceback
from typing import Any, BinaryIO

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from app.gateways.paper.faces import Face, find_faces
from app.gateways.paper.label_document import LabelDocument
from app.rules.boots.label_formats import LabelFormat

_LENGTH = struct.Struct(">I")
# Paper is made of what is handed in: no file, no network, no data address.
_FETCH_NOTHING = URLFetcher(allowed_protocols=())


class Renderer:
    """Answers questions; labels come in parts, so that whoever waits sees how far they are."""

    def __init__(self) -> None:
        self._faces: tuple[Face, Face] | None = None
        self._labels: LabelDocument | None = None

    def answer(self, asked: dict[str, Any]) -> bytes:
        """What was asked for; empty for a part of a document."""
        match asked["do"]:
            case "page":
                return bytes(HTML(string=asked["html"], url_fetcher=_FETCH_NOTHING).write_pdf())
            case "begin":
                self._faces = self._faces or find_faces()
                paper = LabelFormat(asked["paper"])
                self._labels = LabelDocument(self._faces, paper, asked["start"])
            case "add" if self._labels is not None:
                self._labels.add(asked["labels"])
            case "finish" if self._labels is not None:
                document, self._labels = self._labels, None
                return document.finish(title=asked["title"], language=asked["language"])
            case unknown:
                raise ValueError(f"nobody can {unknown} now")
        return b""


def main() -> None:
    """Answer until nobody asks any more, inside the memory that the first argument allows.

    Ctrl-C and a stopped service reach every process at once. Which document is still made is for
    whoever asks to say; once it has gone, the next question never comes.
    """
    for word in (signal.SIGINT, signal.SIGTERM):
        signal.signal(word, signal.SIG_IGN)
    limit = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    asking, answering = sys.stdin.buffer, sys.stdout.buffer
    renderer = Renderer()
    while head := asking.read(_LENGTH.size):
        asked = asking.read(_LENGTH.unpack(head)[0])
        try:
            made = renderer.answer(json.loads(asked))
        except Exception:  # noqa: BLE001  (whatever it is, whoever asked is told)
            _send(answering, b"-", traceback.format_exc().encode())
            raise SystemExit(1) from None
        _send(answering, b"+", made)


def _send(answering: BinaryIO, kind: bytes, content: bytes) -> None:
    answering.write(kind + _LENGTH.pack(len(content)) + content)
    answering.flush()


if __name__ == "__main__":
    main()
