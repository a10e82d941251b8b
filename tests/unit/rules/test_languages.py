"""Which language a browser asks for, and how its people write amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.money.cents import as_typed, cents_from_text
from app.rules.people.languages import LANGUAGES, OWN_NAMES, wished_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-CA,en;q=0.9,fr;q=0.8", "en"),
        ("en;q=0.3, FR-ca;q=0.7", "fr"),
        ("de-CH,de;q=0.9,fr;q=0.4,en;q=0.2", "fr"),
        ("en;q=0.5,fr;q=0.5", "en"),
        ("en;q=0,fr;q=0.1", "fr"),
        ("fr;q=0", None),
        ("de,es;q=0.9", None),
        ("*", None),
        ("", None),
        ("fr;q=a lot,en;q=0.1", "en"),
        ("fr;q=nan", None),
        ("fr;q=7", None),
        ("fr;level=1", None),
        ("frr,english", None),
        (" , ;;q=1,-,fr ; q = 1.0 ", "fr"),
        ("de," * 200 + "fr", None),
    ],
)
def test_a_browser_is_read_as_it_asks(header: str, language: str | None) -> None:
    assert wished_language(header, LANGUAGES) == language


@given(st.text())
def test_no_header_breaks_the_reading(header: str) -> None:
    assert wished_language(header, LANGUAGES) in {"en", "fr", None}


def test_every_language_that_is_offered_has_its_own_name() -> None:
    assert set(OWN_NAMES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("45,00", 45_00),
        ("45,5 $", 45_50),
        ("1 234,56 $", 1234_56),
        ("1\u00a0234,56\u00a0$", 1234_56),
    ],
)
def test_an_amount_typed_in_french_is_understood(text: str, cents: int) -> None:
    assert cents_from_text(text, "fine") == cents


@given(st.integers(0, 100_000_00), st.sampled_from(LANGUAGES))
def test_an_amount_in_a_form_is_read_back_in_each_language(cents: int, language: str) -> None:
    assert cents_from_text(as_typed(cents, language), "fine") == cents


def test_an_amount_in_a_french_form_has_a_comma() -> None:
    assert as_typed(45_05, "fr") == "45,05"
    assert as_typed(45_05, "en") == "45.05"
