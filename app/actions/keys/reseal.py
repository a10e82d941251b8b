"""Seal everything that is kept sealed with the newest key, so that older keys can go."""

from collections.abc import Callable
from dataclasses import dataclass

from app.db import ask
from app.gateways.vault import SealBroken, Vault
from app.rules.people.factor import factor_purpose

# The row is changed only while it holds what was read: a code entered meanwhile stays.
_CODES = """
SELECT id AS owner, sealed_code AS sealed FROM boot WHERE id > {} AND sealed_code <> ''
ORDER BY id LIMIT {}
"""
_KEEP_CODE = "UPDATE boot SET sealed_code = {} WHERE id = {} AND sealed_code = {} RETURNING id"
_FACTORS = """
SELECT staff AS owner, sealed_secret AS sealed FROM staff_factor WHERE staff > {}
ORDER BY staff LIMIT {}
"""
_KEEP_FACTOR = """
UPDATE staff_factor SET sealed_secret = {} WHERE staff = {} AND sealed_secret = {} RETURNING id
"""
AT_ONCE = 200


@dataclass(frozen=True)
class Resealed:
    """How many were sealed anew; `unreadable` names those that no key opens."""

    codes: int
    factors: int
    unreadable: tuple[str, ...]


async def reseal(vault: Vault) -> Resealed:
    """May run beside everything else and be started again (rule C12); changes no secret."""
    broken: list[str] = []

    def again(owner: int, sealed: str) -> str:
        return vault.reseal_note(factor_purpose(owner), sealed)

    codes = await _all(_CODES, _KEEP_CODE, vault.reseal, "boot", broken)
    factors = await _all(_FACTORS, _KEEP_FACTOR, again, "staff", broken)
    return Resealed(codes, factors, tuple(broken))


async def _all(
    question: str, keep: str, again: Callable[[int, str], str], kind: str, broken: list[str]
) -> int:
    """Page by page; each row by itself, since who holds one must not wait for another's."""
    done, last = 0, 0
    while True:
        rows = await ask(question, last, AT_ONCE)
        for row in rows:
            last = int(row["owner"])
            try:
                fresh = again(last, row["sealed"])
            except SealBroken:
                broken.append(f"{kind} {last}")
                continue
            done += len(await ask(keep, fresh, last, row["sealed"]))
        if len(rows) < AT_ONCE:
            return done
