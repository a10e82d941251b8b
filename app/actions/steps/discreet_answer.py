"""What of a mail server's answer may be kept: servers quote the letter they refuse."""

import dataclasses
import re
from urllib.parse import SplitResult, urlsplit

from app.gateways.mail.letters import Letter, ReleaseLetter
from app.rules.people.emails import mask_email

_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[\w.-]*\w")
_REST = r"/[^\s<>\"')\]]*"
# A part of an address that nobody could guess; shorter ones are words of ours.
_SECRET_FROM = 16
_HIDDEN = "••••"


def discreet_answer(answer: str, letter: Letter | None) -> str:
    """The answer without email address, release code, and the links that lead to it (rule C1)."""
    said = answer
    for link in _links(letter):
        said = _without(said, link.netloc, rf"{{}}{_REST}", f"{link.netloc}/…")
        for part in link.path.split("/"):
            if len(part) >= _SECRET_FROM:
                said = _without(said, part, "{}", _HIDDEN)
    said = _ADDRESS.sub(lambda found: mask_email(found[0]), said)
    if isinstance(letter, ReleaseLetter):
        said = _without(said, letter.release_code, r"(?<!\w){}(?!\w)", _HIDDEN)
    return said


def _without(said: str, secret: str, pattern: str, instead: str) -> str:
    """`said` with `instead` for the secret where it stands in `pattern`, in whatever letters.

    Every letter has secrets of its own, and to compile a pattern takes longer than to see that
    hardly any answer quotes them.
    """
    if said.isascii() and secret.lower() not in said.lower():
        return said
    found = pattern.replace("{}", re.escape(secret))
    return re.sub(found, lambda _: instead, said, flags=re.IGNORECASE)


def _links(letter: Letter | None) -> list[SplitResult]:
    if letter is None:
        return []
    found = [
        urlsplit(str(getattr(letter, field.name)))
        for field in dataclasses.fields(letter)
        if field.name.endswith("_url")
    ]
    return [link for link in found if link.netloc]
