"""A reason is a few words, not none and not a letter."""

import pytest

from app.rules.errors import Invalid
from app.rules.reasons import LONGEST_REASON, SAY_WHY, clean_reason


def test_a_reason_is_kept_trimmed() -> None:
    assert clean_reason("  Meter was broken \n") == "Meter was broken"
    assert clean_reason("x" * LONGEST_REASON) == "x" * LONGEST_REASON


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t"])
def test_white_space_is_no_reason(nothing: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_reason(nothing)
    assert refusal.value.fields == {"reason": SAY_WHY}


def test_a_reason_longer_than_its_column_is_refused_before_the_database_does() -> None:
    with pytest.raises(Invalid) as refusal:
        clean_reason("x" * (LONGEST_REASON + 1))
    assert set(refusal.value.fields) == {"reason"}
