"""An address names a row by a number the database could have, and says only what was asked."""

import pytest

from app.routes.address import address, row_number


@pytest.mark.parametrize("text", ["", "-1", "1.5", " 7", "٣", "²", "1e3", "9" * 10, "\x00"])
def test_what_no_row_could_have_is_no_number(text: str) -> None:
    assert row_number(text) is None


def test_a_row_s_number_has_nine_digits_at_most_unless_more_are_allowed() -> None:
    assert row_number("999999999") == 999_999_999
    assert row_number("9" * 18, digits=18) == int("9" * 18)


def test_an_address_leaves_out_what_was_not_asked() -> None:
    assert address("/mails", {"q": "", "before": ""}) == "/mails"
    assert address("/mails", {"q": "red & blue", "kind": ""}) == "/mails?q=red+%26+blue"
