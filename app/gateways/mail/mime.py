"""Mails as bytes: headers that the standard library folds, bodies that C encodes.

Its message tree reads back every header it is given and walks the whole mail twice, three quarters
of what a release mail cost (target P4).
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from email.header import Header
from email.headerregistry import Address
from email.policy import SMTP
from functools import lru_cache

from app.rules.mail_texts.words import Picture

# Neither encoded body can hold it: quoted-printable writes two hexadecimal digits behind "=".
_BOUNDARY = "=_{}"
# Needs no folding.
_PLAIN = re.compile(r"[!-~](?:[ -~]{0,48}[!-~])?")
# Begins an encoded word. The library decodes those of others and writes what it found as it is:
# the end of a line, and after it whole headers (CVE-2024-6923).
_ENCODED = "=?"


def header(name: str, text: str) -> bytes:
    """One header, folded and encoded. Raises `ValueError` when `text` holds the end of a line."""
    if "\r" in text or "\n" in text:
        raise ValueError("a header is one line")
    if _ENCODED in text:
        return f"{name}: {_as_typed(name, text)}\r\n".encode()
    if _PLAIN.fullmatch(text):
        return f"{name}: {text}\r\n".encode()
    return _folded(name, text)


@lru_cache(maxsize=64)
def mailbox(name: str, address: str, owner: str = "") -> bytes:
    """A header with one address, the same in every mail. Raises `ValueError` for a malformed one.

    `owner` is whose address it is.
    """
    whose = Address(owner, addr_spec=address)
    if _ENCODED in owner:
        return f"{name}: {_as_typed(name, owner)}\r\n <{whose.addr_spec}>\r\n".encode()
    return _folded(name, whose)


def _as_typed(name: str, text: str) -> str:
    """Encoded as a whole, so that nobody takes what is in it for encoded words."""
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def _folded(name: str, value: str | Address) -> bytes:
    return SMTP.fold_binary(name, SMTP.header_factory(name, value))


def text_part(kind: str, text: str) -> bytes:
    """`text` as text/`kind`; spaces at the end of a line, which mail may lose, are left out."""
    lines = b"\r\n".join(line.rstrip(b" \t") for line in text.encode().splitlines()) + b"\r\n"
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode() + b2a_qp(lines)


@lru_cache(maxsize=64)
def picture_part(picture: Picture, content_id: str) -> bytes:
    """A picture shown by the HTML beside it; encoded once, since nobody changes it."""
    file = f"{picture.name.strip('_')}.{picture.kind}"
    return b"".join(
        (
            header("Content-Type", f"image/{picture.kind}"),
            header("Content-Transfer-Encoding", "base64"),
            header("Content-ID", f"<{content_id}>"),
            header("Content-Disposition", f'inline; filename="{file}"'),
            b"\r\n",
            encodebytes(picture.content).replace(b"\n", b"\r\n"),
        )
    )


def multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """`parts` as one part of multipart/`kind`. Parts inside each other are of different kinds."""
    boundary = _BOUNDARY.format(kind)
    between = f"--{boundary}\r\n".encode()
    return b"".join(
        (
            f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode(),
            *(piece for part in parts for piece in (between, part, b"\r\n")),
            f"--{boundary}--\r\n".encode(),
        )
    )
