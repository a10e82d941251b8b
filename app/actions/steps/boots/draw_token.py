"""Draw what stands behind `/b/` on a label."""

import base64
import secrets

# 160 bits; upper-case letters and digits, so that the QR stays small and people can read it out.
_TOKEN_BYTES = 20


def draw_token() -> str:
    """32 signs that nobody can guess (rule C5)."""
    return base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode("ascii")
