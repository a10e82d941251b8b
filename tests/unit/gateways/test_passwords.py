"""Passwords as the product keeps them (rules S8, S9); all other tests hash them quickly."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from app.gateways import passwords
from app.gateways.passwords import hashed, matches

PASSWORD = "correct horse battery"
ARGON2ID_19_MIB_TWO_PASSES = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(autouse=True)
def _as_the_product(
    hasher_of_the_product: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setattr(passwords, "_HASHER", hasher_of_the_product)
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


async def test_a_password_is_kept_as_slowly_as_the_rule_says() -> None:
    kept = await hashed(PASSWORD)
    assert kept.startswith(ARGON2ID_19_MIB_TWO_PASSES)
    assert PASSWORD not in kept
    assert await hashed(PASSWORD) != kept


async def test_only_the_password_itself_matches() -> None:
    kept = await hashed(PASSWORD)
    assert await matches(kept, PASSWORD)
    assert not await matches(kept, PASSWORD.title())
    assert not await matches("no hash at all", PASSWORD)


async def test_somebody_unknown_costs_the_same_work_and_never_matches() -> None:
    assert passwords._nobody().startswith(ARGON2ID_19_MIB_TWO_PASSES)
    assert not await matches(None, PASSWORD)
