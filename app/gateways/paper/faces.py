"""The two typefaces of the labels: how wide letters are, and how they go into a PDF."""

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pydyf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

_FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/Library/Fonts", "~/Library/Fonts"),
)
_PLAIN = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf")
_BOLD = ("DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf")
_EM = 1000
# What a viewer shows letters with; all else it needs not to have.
_KEPT = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"})


class FaceMissing(Exception):
    """No font of ours is installed."""

    def __str__(self) -> str:
        return "cannot load library of fonts: neither DejaVu Sans nor Liberation Sans is installed"


class Face:
    """One typeface in one document; remembers which of its letters were set."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        with TTFont(path, lazy=True) as font:
            self._scale = font["head"].unitsPerEm
            self._glyphs: dict[int, int] = {
                letter: font.getGlyphID(glyph) for letter, glyph in font.getBestCmap().items()
            }
            order = font.getGlyphOrder()
            metrics = font["hmtx"]
            self._widths: list[float] = [metrics[glyph][0] / self._scale for glyph in order]
            self._box = [
                round(font["head"].__dict__[side] * _EM / self._scale)
                for side in ("xMin", "yMin", "xMax", "yMax")
            ]
            self._ascent = round(font["hhea"].ascent * _EM / self._scale)
            self._descent = round(font["hhea"].descent * _EM / self._scale)
        self._used: dict[int, str] = {}

    def start_afresh(self) -> None:
        """A new document begins."""
        self._used = {}

    def width(self, text: str) -> float:
        """How wide `text` is, in em."""
        return sum(self._widths[self._glyphs.get(ord(letter), 0)] for letter in text)

    def hexed(self, text: str) -> str:
        """`text` as the operand that shows it."""
        return f"<{''.join(f'{glyph:04x}' for glyph in self._noted(text))}>"

    def _noted(self, text: str) -> Iterator[int]:
        for letter in text:
            glyph = self._glyphs.get(ord(letter), 0)
            self._used.setdefault(glyph, letter)
            yield glyph

    def embed(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """Put the letters that were set into `pdf`; returns the font to refer to."""
        used = sorted(self._used)
        file = pydyf.Stream([self._subset(used)], compress=True)
        pdf.add_object(file)
        descriptor = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{self.name}",
                "Flags": 4,
                "FontBBox": pydyf.Array(self._box),
                "ItalicAngle": 0,
                "Ascent": self._ascent,
                "Descent": self._descent,
                "CapHeight": self._ascent,
                "StemV": 80,
                "FontFile2": file.reference,
            }
        )
        pdf.add_object(descriptor)
        widths = pydyf.Array()
        for glyph in used:
            widths.extend([glyph, pydyf.Array([round(self._widths[glyph] * _EM)])])
        descendant = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{self.name}",
                "CIDSystemInfo": pydyf.Dictionary(
                    {
                        "Registry": pydyf.String("Adobe"),
                        "Ordering": pydyf.String("Identity"),
                        "Supplement": 0,
                    }
                ),
                "CIDToGIDMap": "/Identity",
                "W": widths,
                "FontDescriptor": descriptor.reference,
            }
        )
        pdf.add_object(descendant)
        meanings = pydyf.Stream([self._meanings(used).encode()], compress=True)
        pdf.add_object(meanings)
        font = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{self.name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([descendant.reference]),
                "ToUnicode": meanings.reference,
            }
        )
        pdf.add_object(font)
        return font

    def _subset(self, glyphs: list[int]) -> bytes:
        file = io.BytesIO()
        # Without today's date in it: the same labels make the same document.
        with TTFont(self._path, lazy=True, recalcTimestamp=False) as font:
            options = Options()
            options.retain_gids = True
            options.notdef_outline = True
            options.drop_tables = [table for table in font.keys() if table not in _KEPT]  # noqa: SIM118
            subsetter = Subsetter(options)
            subsetter.populate(gids=glyphs)
            subsetter.subset(font)
            font.save(file)
        return file.getvalue()

    def _meanings(self, glyphs: list[int]) -> str:
        """Which letter each glyph is, for who searches or copies text."""
        lines = [
            f"<{glyph:04x}> <{self._used[glyph].encode('utf-16-be').hex()}>" for glyph in glyphs
        ]
        blocks = [lines[first : first + 100] for first in range(0, len(lines), 100)]
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
            " /CMapName /Letters def /CMapType 2 def"
            " 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            + "\n".join(
                f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
            )
            + "\nendcmap end end"
        )


def find_faces() -> tuple[Face, Face]:
    """The plain face and the bold one. Raises `FaceMissing`."""
    return Face("LabelPlain", _find(_PLAIN)), Face("LabelBold", _find(_BOLD))


def _find(names: tuple[str, ...]) -> Path:
    folders = [Path(folder).expanduser() for folder in _FOLDERS]
    for name in names:
        for folder in folders:
            found = next(iter(sorted(folder.rglob(name))), None) if folder.is_dir() else None
            if found:
                return found
    raise FaceMissing


def composed(text: str) -> str:
    """`text` in one line with each accent on its letter, as fonts have them."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
