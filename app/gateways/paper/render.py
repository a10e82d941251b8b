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
from base64 import b64decode
from typing import Any, BinaryIO

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.gateways.paper.faces import Face, find_faces
from app.gateways.paper.label_document import LabelDocument
from app.gateways.paper.receipts import LOGO_URL
from app.rules.boots.label_formats import LabelFormat

_LENGTH = struct.Struct(">I")


class _Handed(URLFetcher):  # type: ignore[misc]  # it ships no types
    """Paper is made of what is handed in: the logo, but no file, no network, no data address."""

    def __init__(self, logo: bytes) -> None:
        super().__init__(allowed_protocols=())
        self._logo = logo

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The logo by its own address. Raises `ValueError` for any other."""
        if url == LOGO_URL and self._logo:
            return URLFetcherResponse(url, self._logo, {"Content-Type": "image/png"})
        return super().fetch(url, headers)


class Renderer:
    """Answers questions; labels come in parts, so that whoever waits sees how far they are."""

    def __init__(self) -> None:
        self._faces: tuple[Face, Face] | None = None
        self._labels: LabelDocument | None = None

    def answer(self, asked: dict[str, Any]) -> bytes:
        """What was asked for; empty for a part of a document."""
        logo = b64decode(asked.get("logo", ""))
        match asked["do"]:
            case "page":
                return bytes(HTML(string=asked["html"], url_fetcher=_Handed(logo)).write_pdf())
            case "begin":
                self._faces = self._faces or find_faces()
                paper = LabelFormat(asked["paper"])
                self._labels = LabelDocument(self._faces, paper, asked["start"], logo)
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
