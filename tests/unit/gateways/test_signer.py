"""A signature is good for one purpose, one text and a key we know."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gateways.signer import Signer


@given(st.text(), st.text())
def test_what_was_signed_is_believed(purpose: str, text: str) -> None:
    signer = Signer(["key one"])
    token = signer.sign(purpose, text)
    assert signer.check(purpose, text, token)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)


def test_a_token_is_not_good_for_another_purpose_text_or_key() -> None:
    token = Signer(["key one"]).sign("payer", "12")
    assert not Signer(["key one"]).check("resend", "12", token)
    assert not Signer(["key one"]).check("payer", "13", token)
    assert not Signer(["key two"]).check("payer", "12", token)
    assert not Signer(["key one"]).check("payer", "12", token[:-1])
    assert not Signer(["key one"]).check("payer", "12", "")
    assert not Signer(["key one"]).check("payer", "12", "é" * 43)


def test_purpose_and_text_cannot_be_shifted_into_each_other() -> None:
    signer = Signer(["key one"])
    assert signer.sign("ab", "c") != signer.sign("a", "bc")
    assert signer.sign("a:b", "c") != signer.sign("a", "b:c")


def test_old_keys_are_still_believed_after_rotation() -> None:
    token = Signer(["old"]).sign("payer", "12")
    rotated = Signer(["new", "old"])
    assert rotated.check("payer", "12", token)
    assert rotated.sign("payer", "12") == Signer(["new"]).sign("payer", "12")


@pytest.mark.parametrize("keys", [[], [""], ["good", ""]])
def test_a_signer_without_a_real_key_cannot_exist(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        Signer(keys)
