"""Passwords as argon2id hashes: 19 MiB, two passes (rule S8)."""

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


async def hashed(password: str) -> str:
    """The text to store; in a thread, because it takes some 35 ms of work on purpose."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(known: str | None, password: str) -> bool:
    """True when `password` is the one behind the stored text `known`.

    None stands for a person who does not exist: the same work is done and the answer is no, so
    that unknown and wrong cannot be told apart by the clock (rule S4).
    """
    return await asyncio.to_thread(_matches, known, password)


def _matches(known: str | None, password: str) -> bool:
    nobody = _nobody()
    try:
        right = _HASHER.verify(known or nobody, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return right if known else False


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex(16))
