"""Recovery codes: random, easy to copy from paper, and kept as hashes only."""

import hashlib
import secrets

HOW_MANY = 10
# Neither I, L, O nor U: what is read wrong most often.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_READ_AS = str.maketrans("ILO", "110")


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 80 random bits each, in groups: `7K2M-…`."""
    return tuple(_new() for _ in range(HOW_MANY))


def recovery_hash(staff_id: int, typed: str) -> str:
    """What is kept of a code (hex SHA-256), however it was typed; good for one person only.

    A fast hash will do: nobody tries 80 random bits one by one.
    """
    plain = "".join(sign for sign in typed.upper().translate(_READ_AS) if sign.isalnum())
    return hashlib.sha256(f"{staff_id}:{plain}".encode()).hexdigest()


def _new() -> str:
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
