"""Makes an uploaded picture safe and small enough to travel in every mail."""

from PIL import Image

from app.gateways.uploads import encoded, opened
from app.rules.errors import Invalid
from app.rules.wording import N_

# A third more as it travels, so a mail with the drawn steps, a logo and one picture stays below its
# 30 kB.
MOST_BYTES = 6_000
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
    pixels = opened(content, ("PNG", "JPEG"), field="file", refusal=NO_PICTURE)
    for width in _WIDTHS:
        fitting = pixels.copy()
        fitting.thumbnail((width, _HEIGHT), Image.Resampling.LANCZOS)
        for kind, data in encodings(fitting):
            if len(data) <= MOST_BYTES:
                return kind, data, fitting.width, fitting.height
    raise Invalid(fields={"file": N_("This picture cannot be made small enough for a mail.")})


def encodings(image: Image.Image) -> list[tuple[str, bytes]]:
    """Kind and content, the best first: PNG; photographs as JPEG, where PNG grows too large."""
    made: list[tuple[str, bytes]] = []
    for colours in _COLOURS:
        few = image.quantize(colours, method=Image.Quantize.FASTOCTREE)
        made.append(("png", encoded(few, "PNG", optimize=True)))
    if image.mode == "RGB":
        made += [("jpeg", encoded(image, "JPEG", quality=q, optimize=True)) for q in _QUALITIES]
    return [made[0], *made[2:], made[1]]
