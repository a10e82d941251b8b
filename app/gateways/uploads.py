"""Opens a picture that a stranger to us made: weighed before it is decoded, and only its pixels."""

import io
import struct

from PIL import Image, UnidentifiedImageError

from app.rules.errors import Invalid
from app.rules.wording import N_

# What is read at all; a phone's photograph is sent smaller first.
MOST_UPLOAD_BYTES = 600_000
MOST_PIXELS = 24_000_000
TOO_MANY_PIXELS = N_("This picture has too many pixels.")
_WEBP_HEAD = 30
_ORIENTATION = 0x0112
# As the library fails on what it does not expect a camera to say.
_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, AttributeError, struct.error)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def opened(content: bytes, formats: tuple[str, ...], *, field: str, refusal: str) -> Image.Image:
    """The picture upright, RGB or RGBA, without comments and profiles (rule S7).

    `formats` are Pillow's names; all else is refused with the msgid `refusal`. Slow: call it in a
    thread. Raises `Invalid` on `field`.
    """
    if len(content) > MOST_UPLOAD_BYTES:
        raise Invalid(fields={field: N_("This file is larger than 600 kB. Save it smaller first.")})
    # Pillow makes room for the whole of a WebP before it tells how large that is.
    if "WEBP" in formats and _webp_pixels(content) > MOST_PIXELS:
        raise Invalid(fields={field: TOO_MANY_PIXELS})
    try:
        with Image.open(io.BytesIO(content), formats=formats) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Invalid(fields={field: TOO_MANY_PIXELS})
            image.load()
            turn = _turn(image)
            upright = image.transpose(turn) if turn is not None else image
            clear = upright.has_transparency_data
            pixels = upright.convert("RGBA" if clear else "RGB")
            # Comments and profiles would be written into what is kept.
            pixels.info.clear()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Invalid(fields={field: refusal}) from None
    return pixels


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How a camera says the picture is to be turned.

    The library's own way writes all that the camera said anew, and fails in many ways on what it
    does not expect there.
    """
    try:
        said = image.getexif().get(_ORIENTATION)
    except _BROKEN:  # The pixels are still a picture.
        return None
    return _TURNS.get(said) if isinstance(said, int) else None


def encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    """`image` in Pillow's format `kind`."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def _webp_pixels(content: bytes) -> int:
    """How many a WebP says it has; 0 for anything else."""
    if len(content) < _WEBP_HEAD or content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return 0
    match content[12:16]:
        case b"VP8X":
            wide, high = content[24:27], content[27:30]
            return (int.from_bytes(wide, "little") + 1) * (int.from_bytes(high, "little") + 1)
        case b"VP8L":
            sides = int.from_bytes(content[21:25], "little")
            return ((sides & 0x3FFF) + 1) * ((sides >> 14 & 0x3FFF) + 1)
        case b"VP8 ":
            width = int.from_bytes(content[26:28], "little") & 0x3FFF
            return width * (int.from_bytes(content[28:30], "little") & 0x3FFF)
    return 0
