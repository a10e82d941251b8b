"""Makes an uploaded picture safe and small enough to travel in every mail."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from app.rules.errors import Invalid
from app.rules.wording import N_

# A third more as it travels, so a mail with the drawn steps and one picture stays below its 30 kB.
MOST_BYTES = 6_500
# What is read at all; a phone's photograph is sent smaller first.
MOST_UPLOAD_BYTES = 600_000
MOST_PIXELS = 24_000_000
_WIDTHS = (536, 420, 320, 240, 160)
_HEIGHT = 600
_COLOURS = (64, 16)
_QUALITIES = (72, 55, 40)
NO_PICTURE = N_("Choose a PNG or JPEG picture.")


def shrunk(content: bytes) -> tuple[str, bytes, int, int]:
    """Return kind (png or jpeg), content, width and height of the picture, drawn anew.

    Nothing of the file is kept but its pixels. Slow: call it in a thread. Raises `Invalid` on
    `file`.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Invalid(fields={"file": N_("This picture has too many pixels.")})
            upright = ImageOps.exif_transpose(image)
            clear = upright.has_transparency_data
            pixels = upright.convert("RGBA" if clear else "RGB")
            # Comments and profiles would be written into what is kept.
            pixels.info.clear()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Invalid(fields={"file": NO_PICTURE}) from None
    for width in _WIDTHS:
        fitting = pixels.copy()
        fitting.thumbnail((width, _HEIGHT), Image.Resampling.LANCZOS)
        for kind, data in _encodings(fitting):
            if len(data) <= MOST_BYTES:
                return kind, data, fitting.width, fitting.height
    raise Invalid(fields={"file": N_("This picture cannot be made small enough for a mail.")})


def _encodings(image: Image.Image) -> list[tuple[str, bytes]]:
    """Drawings as PNG; photographs as JPEG, when PNG grows too large."""
    made: list[tuple[str, bytes]] = []
    for colours in _COLOURS:
        few = image.quantize(colours, method=Image.Quantize.FASTOCTREE)
        made.append(("png", _saved(few, "PNG", optimize=True)))
    if image.mode == "RGB":
        made += [("jpeg", _saved(image, "JPEG", quality=q, optimize=True)) for q in _QUALITIES]
    return [made[0], *made[2:], made[1]]


def _saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()
