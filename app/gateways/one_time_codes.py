"""One-time codes of six digits that change every 30 seconds (TOTP, RFC 6238)."""

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DIGITS = 6
# A phone's clock may be this many steps off, either way.
DRIFT_STEPS = 1


def new_secret() -> str:
    """The key of a person's codes: 160 random bits in base32, 32 characters."""
    return pyotp.random_base32(32)


def setup_address(secret: str, *, person: str, organisation: str) -> str:
    """What the QR code tells the app: the key, and what to call the entry."""
    # A colon parts the two names in this format, so neither may have one.
    issuer = organisation.replace(":", " ")
    return pyotp.TOTP(secret).provisioning_uri(name=person.replace(":", " "), issuer_name=issuer)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The newest time step around `at` whose code this is, or None; equally long for all."""
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    here = int(at.timestamp()) // STEP_SECONDS
    steps = range(here - DRIFT_STEPS, here + DRIFT_STEPS + 1)
    given = code.encode(errors="replace")
    right = [one for one in steps if hmac.compare_digest(totp.generate_otp(one).encode(), given)]
    return max(right, default=None)
