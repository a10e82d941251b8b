"""Our own few static files, held in memory under names that carry their hash."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli

STATIC_DIR = Path(__file__).parent.parent / "static"
# Smaller files gain nothing from compression.
WORTH_COMPRESSING_BYTES = 500
# What others wrote is served byte by byte, as its published hash says.
NOT_OURS = "vendor"
_CSS_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class StaticFile:
    """One file: its bytes, the same gzipped (None where that gains nothing), and its media type."""

    body: bytes
    gzipped: bytes | None
    media_type: str

    @cached_property
    def brotli(self) -> bytes | None:
        """The same as small as can be, an eighth less than gzipped; None where that is.

        Takes up to a tenth of a second the first time, so ask for it in a thread.
        """
        return brotli.compress(self.body, quality=11) if self.gzipped else None


class StaticFiles:
    """Every file of a folder, read once; a changed file gets a new address."""

    def __init__(self, folder: Path = STATIC_DIR) -> None:
        self._urls: dict[str, str] = {}
        self._files: dict[str, StaticFile] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._add(path.relative_to(folder), _without_reasons(path, path.read_bytes()))

    def _add(self, name: Path, body: bytes) -> None:
        mark = hashlib.sha256(body).hexdigest()[:12]
        hashed = name.with_name(f"{name.stem}.{mark}{name.suffix}").as_posix()
        media_type = mimetypes.guess_type(name.name)[0] or "application/octet-stream"
        if media_type.startswith("text/") or name.suffix in {".js", ".svg"}:
            media_type += "; charset=utf-8"
        compressed = gzip.compress(body, 9, mtime=0)
        self._urls[name.as_posix()] = f"/static/{hashed}"
        worth = len(body) > WORTH_COMPRESSING_BYTES and len(compressed) < len(body)
        self._files[hashed] = StaticFile(body, compressed if worth else None, media_type)

    def url(self, name: str) -> str:
        """The address of `name`, e.g. `css/app.css`. Raises `KeyError` for an unknown file."""
        return self._urls[name]

    def find(self, hashed: str) -> StaticFile | None:
        """The file behind a hashed name, or None."""
        return self._files.get(hashed)


def _without_reasons(path: Path, body: bytes) -> bytes:
    """Our own styles and scripts without comments and indents: a phone reads neither (target U2).

    A comment of a script has lines of its own; what stands behind code stays.
    """
    if NOT_OURS in path.parts or path.suffix not in {".css", ".js"}:
        return body
    text = _CSS_COMMENT.sub(b"", body) if path.suffix == ".css" else body
    lines = (line.strip() for line in text.splitlines())
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))
