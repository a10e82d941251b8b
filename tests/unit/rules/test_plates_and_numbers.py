"""Plates, ticket numbers and PINs as people type them."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.violations.numbers import (
    CROCKFORD,
    compact,
    new_pin,
    number_text,
    numbers_meant,
    plate_asked_too,
    ticket_text,
)
from app.rules.violations.plates import (
    look_alike,
    lookalike_key,
    mask_plate,
    normal_plate,
    vehicle_key,
)

ANY_TEXT = st.text(max_size=20)
PINS = st.text(alphabet=CROCKFORD, min_size=2, max_size=8)
PREFIXES = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6)
SEQUENCES = st.integers(1, 999_999_999)


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        (" abcd 143 ", "ABCD143"),
        ("ab-12.é", "AB12É"),
        ("ab12e\u0301", "AB12É"),
        ("ab12E-\u0301", "AB12É"),
        ("ＡＢ１２", "AB12"),
        ("\u0301 - !", ""),
        ("", ""),
        ("köln ß1", "KÖLNSS1"),
    ],
)
def test_a_plate_is_upper_case_letters_and_digits_with_its_accents(typed: str, plate: str) -> None:
    assert normal_plate(typed) == plate


@given(ANY_TEXT)
def test_a_normal_plate_is_not_changed_by_making_it_normal_again(text: str) -> None:
    once = normal_plate(text)
    assert normal_plate(once) == once


@given(ANY_TEXT, st.sampled_from(" -.·_/"), st.integers(0, 20))
def test_a_dash_or_blank_anywhere_makes_no_other_plate(text: str, sign: str, at: int) -> None:
    normal = normal_plate(text)
    assert normal_plate(normal[:at] + sign + normal[at:]) == normal


@pytest.mark.parametrize(
    ("plate", "masked"),
    [("ABCD143", "••••43"), ("AB43", "••••43"), ("A43", "••••3"), ("43", "••••"), ("", "••••")],
)
def test_a_masked_plate_shows_two_characters_at_most(plate: str, masked: str) -> None:
    assert mask_plate(plate) == masked


@given(ANY_TEXT)
def test_a_mask_always_hides_at_least_two_characters_and_the_length(text: str) -> None:
    normal = normal_plate(text)
    shown = mask_plate(text).removeprefix("••••")
    assert len(shown) <= 2
    assert normal.endswith(shown)
    assert len(normal) - len(shown) >= min(2, len(normal))


def test_the_four_pairs_look_alike_and_no_others_do() -> None:
    alike = {
        frozenset((a, b))
        for a, b in combinations("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 2)
        if look_alike(a, b)
    }
    assert alike == set(map(frozenset, ("O0", "I1", "B8", "S5")))


def test_a_plate_does_not_look_alike_to_itself() -> None:
    assert not look_alike("abc 123", "ABC-123")
    assert look_alike("ABO 1S3", "A80-I53")
    assert lookalike_key("SOBI") == "5081"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (("abc-123", "on", ""), True),
        (("ABC123", "ON", "Passenger"), True),
        (("ABC123", "QC", ""), False),
        (("ABC123", "ON", "motorcycle"), False),
        (("A8C123", "ON", ""), False),
    ],
)
def test_a_car_is_the_same_only_if_plate_region_and_type_agree(
    other: tuple[str, str, str], same: bool
) -> None:
    assert (vehicle_key("ABC 123", "ON", "") == vehicle_key(*other)) is same


@given(st.integers(1, 12))
def test_a_pin_has_its_length_in_crockford_letters_of_real_chance(length: int) -> None:
    pin = new_pin(length)
    assert len(pin) == length
    assert set(pin) <= set(CROCKFORD)


def test_a_pin_is_made_of_what_was_chosen() -> None:
    picks = iter([3, 20, 7, 21])
    assert new_pin(4, lambda letters: letters[next(picks)]) == "3M7N"
    with pytest.raises(ValueError, match="at least one"):
        new_pin(0)


def test_crockford_has_32_signs_and_none_that_are_mistaken_for_digits() -> None:
    assert len(set(CROCKFORD)) == 32
    assert not set("ILOU") & set(CROCKFORD)


def test_a_ticket_is_written_prefix_sequence_pin() -> None:
    assert ticket_text(number_text("TT", 10133), "3K7M") == "TT-10133-3K7M"


@pytest.mark.parametrize(
    "typed",
    ["TT-10133-3K7M", "tt 10133 3k7m", "tt1o133—3K7M", "TT-1OI33-3k7m", "ＴＴ１０１３３３Ｋ７Ｍ"],
)
def test_however_a_ticket_is_typed_its_compact_form_is_the_same(typed: str) -> None:
    assert compact(typed) == "TT101333K7M"


@given(ANY_TEXT)
def test_compact_is_stable_and_holds_no_letter_read_as_a_digit(text: str) -> None:
    once = compact(text)
    assert compact(once) == once
    assert not set(once) & set("OIL")
    assert once == "" or (once.isascii() and once.isalnum())


@given(PREFIXES, SEQUENCES, PINS)
def test_a_ticket_typed_with_look_alikes_in_lower_case_is_found(
    prefix: str, sequence: int, pin: str
) -> None:
    ticket = ticket_text(number_text(prefix, sequence), pin)
    sloppy = ticket.replace("0", "o").replace("1", "l").replace("-", " ").lower()
    assert compact(sloppy) == compact(ticket)
    assert compact(ticket) == compact(prefix) + str(sequence) + pin


def test_two_tickets_can_share_a_compact_form_so_it_is_never_split() -> None:
    assert compact("TT-10133-3K7M") == compact("TT-101333-K7M")


def test_a_short_pin_asks_for_the_plate_as_well() -> None:
    assert [plate_asked_too(length) for length in (2, 3, 4, 8)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TT-10133", (("TT", 10133),)),
        ("tt 10133", (("TT", 10133),)),
        ("10133", (("", 10133),)),
        ("TT-1O133", (("TT", 10133),)),
        # Read as typed first; the compact form takes the letter of the prefix for a zero.
        ("TO-7", (("TO", 7), ("T", 7))),
        ("%", ()),
        ("TT-10133-3K7M", ()),
        ("1234567890", ()),
    ],
)
def test_a_number_is_meant_with_or_without_prefix_and_dashes(
    typed: str, meant: tuple[tuple[str, int], ...]
) -> None:
    assert numbers_meant(typed) == meant
