"""Addresses are read strictly and grouped by who could own them."""

import pytest

from app.rules.people.addresses import neighbourhood, read_address


@pytest.mark.parametrize(
    ("origin", "near"),
    [
        ("192.0.2.200", "192.0.2.0/24"),
        ("::ffff:192.0.2.200", "192.0.2.0/24"),
        ("2001:db8:0:ff::1", "2001:db8::/56"),
        ("2001:db8:0:100::1", "2001:db8:0:100::/56"),
        ("demonstration", "demonstration"),
        ("", ""),
    ],
)
def test_guesses_are_counted_for_the_network_one_person_may_own(origin: str, near: str) -> None:
    assert neighbourhood(origin) == near


@pytest.mark.parametrize("text", ["", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "::g"])
def test_what_is_no_address_is_not_read_as_one(text: str) -> None:
    assert read_address(text) is None
