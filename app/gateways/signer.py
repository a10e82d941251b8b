"""Signs what leaves the house and comes back in links, cookies and forms."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256


class Signer:
    """HMAC-SHA256 with the first of `keys`; the others are still believed (rotation)."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(keys):
            raise ValueError("a signer needs at least one key, and no empty one")
        self._keys = tuple(key.encode() for key in keys)

    def sign(self, purpose: str, text: str) -> str:
        """Return a URL-safe token of 43 characters that is good for this purpose alone."""
        return _token(self._keys[0], purpose, text)

    def check(self, purpose: str, text: str, token: str) -> bool:
        """True when the token was made for this purpose and text; takes the same time if not."""
        given = token.encode(errors="replace")
        # Every key is tried, so that the time taken does not tell which one matched.
        matches = [
            hmac.compare_digest(_token(key, purpose, text).encode(), given) for key in self._keys
        ]
        return any(matches)


def _token(key: bytes, purpose: str, text: str) -> str:
    # The length in front keeps ("ab", "c") and ("a", "bc") apart.
    message = f"{len(purpose)}:{purpose}:{text}".encode()
    return urlsafe_b64encode(hmac.digest(key, message, sha256)).rstrip(b"=").decode("ascii")
