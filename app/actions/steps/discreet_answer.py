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
        said = re.sub(re.escape(link.netloc) + _REST, f"{link.netloc}/…", said, flags=re.IGNORECASE)
        for part in link.path.split("/"):
            if len(part) >= _SECRET_FROM:
                said = re.sub(re.escape(part), _HIDDEN, said, flags=re.IGNORECASE)
    said = _ADDRESS.sub(lambda found: mask_email(found[0]), said)
    if isinstance(letter, ReleaseLetter):
        code = re.escape(letter.release_code)
        said = re.sub(rf"(?<!\w){code}(?!\w)", _HIDDEN, said, flags=re.IGNORECASE)
    return said


def _links(letter: Letter | None) -> list[SplitResult]:
    if letter is None:
        return []
    found = [
        urlsplit(str(getattr(letter, field.name)))
        for field in dataclasses.fields(letter)
        if field.name.endswith("_url")
    ]
    return [link for link in found if link.netloc]
