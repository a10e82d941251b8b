"""Long is not enough for a password: what everybody would try is refused (rule S8)."""

import pytest

from app.rules.people.passwords import password_problem

ABOUT = ("Olive Officer", "olive", "City of Marlow Parking")


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",
        "password1234",
        "P@ssw0rd1234!",
        "passwordpassword",
        "123456789012",
        "qwertyuiop123",
        "abcabcabcabc",
        "Kx7mQ2Kx7mQ2",
        "aaaaaaaaaaab",
        "Correct horse battery staple",
        "OliveOfficer2026!",
        "olive-123456789",
        "City of Marlow Parking 1",
        "letmein!!!!!!!!",
        "x" * 201,
    ],
)
def test_what_everybody_would_try_is_refused(password: str) -> None:
    assert password_problem(password, ABOUT) is not None


@pytest.mark.parametrize(
    "password",
    [
        "officer at the kerb",
        "vZ8-qu1et lamp",
        "8473-2910-5566",
        "three odd words",
        "жёлтый трамвай",
    ],
)
def test_a_password_of_its_own_is_taken(password: str) -> None:
    assert password_problem(password, ABOUT) is None
