"""Puts the logo into a PDF, once for all the labels that show it."""

import io
import zlib

import pydyf
from PIL import Image


class LabelPicture:
    """A PNG with a palette, decoded once for its document."""

    def __init__(self, png: bytes) -> None:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
            few = picture if picture.mode == "P" else picture.convert("RGB").quantize(256)
            self._size = few.size
            self._colours = bytes(few.getpalette("RGB") or ())
            self._pixels = few.tobytes()

    @property
    def ratio(self) -> float:
        """How many times as wide as high it is."""
        return self._size[0] / self._size[1]

    def embed(self, pdf: pydyf.PDF) -> bytes:
        """Put it into `pdf`; returns what to refer to it by."""
        width, height = self._size
        last = len(self._colours) // 3 - 1
        picture = pydyf.Stream(
            [zlib.compress(self._pixels, 9)],
            extra={
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": width,
                "Height": height,
                "ColorSpace": f"[/Indexed /DeviceRGB {last} <{self._colours.hex()}>]",
                "BitsPerComponent": 8,
                "Filter": "/FlateDecode",
            },
        )
        pdf.add_object(picture)
        reference: bytes = picture.reference
        return reference
