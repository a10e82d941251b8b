"""The vault keeps codes readable for us, for the right boot, and for nobody else."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from app.gateways.vault import SealBroken, Vault

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.integers(min_value=1), st.text(min_size=1, max_size=40))
def test_a_sealed_code_opens_for_its_boot(boot_id: int, code: str) -> None:
    vault = Vault([NEW])
    assert vault.open(boot_id, vault.seal(boot_id, code)) == code


def test_a_seal_moved_to_another_boot_is_seen() -> None:
    vault = Vault([NEW])
    with pytest.raises(SealBroken):
        vault.open(2, vault.seal(1, "4471"))


def test_the_sealed_text_does_not_show_the_code_and_never_repeats() -> None:
    vault = Vault([NEW])
    first, second = vault.seal(1, "4471-9920"), vault.seal(1, "4471-9920")
    assert "4471-9920" not in first
    assert first != second


@pytest.mark.parametrize("broken", ["", "not a seal", "gAAAAA", "é"])
def test_broken_seals_are_refused(broken: str) -> None:
    with pytest.raises(SealBroken):
        Vault([NEW]).open(1, broken)


def test_one_changed_letter_breaks_the_seal() -> None:
    vault = Vault([NEW])
    sealed = vault.seal(1, "4471")
    changed = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]
    with pytest.raises(SealBroken):
        vault.open(1, changed)


def test_keys_rotate_without_losing_a_code() -> None:
    sealed = Vault([OLD]).seal(7, "0042")
    both = Vault([NEW, OLD])
    assert both.open(7, sealed) == "0042"
    resealed = both.reseal(7, sealed)
    assert Vault([NEW]).open(7, resealed) == "0042"
    with pytest.raises(SealBroken):
        Vault([OLD]).open(7, resealed)


def test_resealing_does_not_launder_a_swapped_row() -> None:
    vault = Vault([NEW])
    with pytest.raises(SealBroken):
        vault.reseal(2, vault.seal(1, "4471"))


def test_a_kept_note_is_sealed_anew_and_opens_for_its_purpose_alone() -> None:
    sealed = Vault([OLD]).seal_note("factor:7", "KEY OF SEVEN")
    resealed = Vault([NEW, OLD]).reseal_note("factor:7", sealed)
    assert Vault([NEW]).open_note("factor:7", resealed, seconds=None) == "KEY OF SEVEN"
    for vault, purpose in ((Vault([OLD]), "factor:7"), (Vault([NEW]), "factor:8")):
        with pytest.raises(SealBroken):
            vault.open_note(purpose, resealed, seconds=None)


def test_a_vault_without_keys_cannot_exist() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        Vault([])
