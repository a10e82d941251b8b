"""Which passwords are too easy to guess, however long (rule S8)."""

import re
import unicodedata
from collections.abc import Iterable

from app.rules.wording import N_

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
FEWEST_DIFFERENT = 5

# What remains of the well-known long ones once digits, signs and repetitions are taken away.
_WELL_KNOWN_ONES = """
    abc abcd abcdef abcdefg abcdefgh abcdefghij abcdefghijkl abcdefghijklmnopqrstuvwxyz access
    admin administrator adminadmin asdf asdfgh asdfghjkl baseball bootkeeper bootkeeperparking
    changeme changemenow changemeplease computer correcthorsebatterystaple default dragon
    football fuckyou guest hello iloveyou iloveyouforever iloveyousomuch letmein letmeinnow
    letmeinplease login loveyou manchesterunited master michael monkey mypassword newpassword
    office officer parking parkingoffice pass passphrase password passwordpassword passwort
    princess qazwsx qazwsxedc qazwsxedcrfv qwert qwerty qwertyasdfgh qwertyqwerty qwertyuiop
    qwertyuiopasdfgh qwertyuiopasdfghjkl qwertz qwertzuiop root secret shadow starwars sunshine
    superman superuser system temp temporary test testtest thisisapassword thisismypassword
    trustno trustnoone user welcome welcomehome whatever zaqxsw zxcvbn zxcvbnm
"""
_WELL_KNOWN = frozenset(_WELL_KNOWN_ONES.split())
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_AROUND = "0123456789!?.,-_#*+ "
_LEET = str.maketrans("013457@$!", "oieastasi")


def password_problem(password: str, about: Iterable[str] = ()) -> str | None:
    """What is wrong with a new password, or None. Nothing is trimmed: blanks count.

    `about` are names that everybody knows (the person's, the organisation's): a password that is
    one of them with digits and signs around it is refused.
    """
    if len(password) < SHORTEST_PASSWORD:
        return N_("Choose a password of 12 characters or more.")
    if len(password) > LONGEST_PASSWORD:
        return N_("Choose a password of at most 200 characters.")
    plain = unicodedata.normalize("NFKC", password).casefold()
    names = {_letters(name) for name in about} - {""}
    if (
        len(set(plain)) < FEWEST_DIFFERENT
        or len(_once(plain)) < SHORTEST_PASSWORD
        or any(plain in one for row in _ROWS for one in (row, row[::-1]))
        or any(
            core in _WELL_KNOWN or core in names
            for core in (
                _once(_letters(plain)),
                _once(_letters(plain.strip(_AROUND).translate(_LEET))),
            )
        )
    ):
        return N_("That password is easy to guess. Take a few words that do not belong together.")
    return None


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalpha())


def _once(text: str) -> str:
    """`abcabcabc` as `abc`."""
    found = re.fullmatch(r"(.+?)\1*", text, re.DOTALL)
    return found.group(1) if found else text
