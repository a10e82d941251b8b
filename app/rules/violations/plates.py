"""What makes two plates the same, alike, or fit to be shown to strangers (rules V4 to V6)."""

import unicodedata

PLATE_MAX_LENGTH = 16
HIDDEN = "••••"
_SHOWN = 2

_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "B": "8", "S": "5"})

# (plate, region, plate type)
VehicleKey = tuple[str, str, str]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())


def _letters_and_digits(text: str) -> str:
    kept: list[str] = []
    for sign in text:
        category = unicodedata.category(sign)
        # A mark is part of the letter before it; by itself it is nothing.
        if category[0] == "L" or category == "Nd" or (category == "Mn" and kept):
            kept.append(sign)
    return "".join(kept)


def normal_plate(text: str) -> str:
    """Return a plate in NFKC, upper case, letters and digits only, accents kept (rule V4).

    Returns "" when nothing remains; the form decides what that means.
    """
    # Folded again at the end: dropping a dash can leave a letter and its accent side by side.
    return _fold(_letters_and_digits(_fold(text)))


def mask_plate(plate: str) -> str:
    """Return "••••43": the last two characters, fewer if that left less than two hidden (rule V6).

    The number of dots is fixed, so it does not tell the length.
    """
    normal = normal_plate(plate)
    shown = min(_SHOWN, max(0, len(normal) - _SHOWN))
    return HIDDEN + normal[len(normal) - shown :]


def lookalike_key(plate: str) -> str:
    """Return the plate with O, I, B and S as 0, 1, 8 and 5 (rule V5)."""
    return normal_plate(plate).translate(_LOOKS_LIKE)


def look_alike(a: str, b: str) -> bool:
    """Say whether two plates differ but are easily mistaken for each other (rule V5)."""
    return normal_plate(a) != normal_plate(b) and lookalike_key(a) == lookalike_key(b)


def vehicle_key(plate: str, region: str, plate_type: str) -> VehicleKey:
    """Return what identifies a vehicle: plate, region and type; blank is passenger (rule V4)."""
    kind = _fold(plate_type).strip()
    return normal_plate(plate), _fold(region).strip(), "" if kind == "PASSENGER" else kind
