"""Draws labels straight into a PDF, page by page, so that thousands take seconds and little room.

Laying each label out as a page of HTML takes ten times as long.
"""

import io
from collections.abc import Iterable, Mapping

import pydyf

from app.gateways.paper.faces import Face, composed
from app.gateways.paper.label_picture import LabelPicture
from app.gateways.paper.label_plan import Box, LabelPlan, label_plan
from app.gateways.paper.qr import QUIET_MODULES, dark_runs, qr_matrix
from app.gateways.paper.setting import LINE_HEIGHT, Setting, set_text
from app.rules.boots.label_formats import PAPERS, LabelFormat

_POINTS = 72 / 25.4
# From the top of a line to where its letters stand, in em.
_BASELINE = 0.92
_TICK_MM = 3.0
_PARTS = ("organisation", "name", "scan", "help", "host", "version")


class LabelDocument:
    """One PDF in the making. Labels come in parts; each is a mapping of texts.

    Its keys: organisation, name, scan, help, host, version and the `url` of the code.
    `logo` is a PNG that stands on each of them.
    """

    def __init__(
        self, faces: tuple[Face, Face], paper: LabelFormat, start: int, logo: bytes = b""
    ) -> None:
        self._plain, self._bold = faces
        for face in faces:
            face.start_afresh()
        self._paper = PAPERS[paper]
        picture = LabelPicture(logo) if logo else None
        ratio = picture.ratio if picture else 0.0
        self._plan = label_plan(self._paper.width, self._paper.height, ratio)
        self._cell = start - 1
        self._ink: list[str] = []
        # Most texts are the same on every label.
        self._set: dict[tuple[str, str], Setting] = {}
        self._pdf = pydyf.PDF()
        self._resources = pydyf.Dictionary()
        self._pdf.add_object(self._resources)
        if picture:
            self._resources["XObject"] = pydyf.Dictionary({"Logo": picture.embed(self._pdf)})

    def add(self, labels: Iterable[Mapping[str, str]]) -> None:
        """Draw `labels` into the next free cells. Raises `ValueError` for a URL too long."""
        for label in labels:
            if self._cell == self._paper.cells:
                self._end_page()
            self._draw(label)
            self._cell += 1

    def finish(self, *, title: str, language: str) -> bytes:
        """The PDF of everything added."""
        if self._ink:
            self._end_page()
        fonts = {
            f"F{number}": face.embed(self._pdf).reference
            for number, face in enumerate((self._plain, self._bold))
        }
        self._resources["Font"] = pydyf.Dictionary(fonts)
        self._pdf.info["Title"] = pydyf.String(title)
        self._pdf.catalog["Lang"] = pydyf.String(language)
        file = io.BytesIO()
        self._pdf.write(file, compress=True)
        return file.getvalue()

    def _end_page(self) -> None:
        drawn = pydyf.Stream(
            [f"{_POINTS:.5f} 0 0 {_POINTS:.5f} 0 0 cm".encode(), "\n".join(self._ink).encode()],
            compress=True,
        )
        self._pdf.add_object(drawn)
        size = (self._paper.page_width * _POINTS, self._paper.page_height * _POINTS)
        self._pdf.add_page(
            pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": self._pdf.pages.reference,
                    "MediaBox": pydyf.Array([0, 0, *(round(side, 2) for side in size)]),
                    "Contents": drawn.reference,
                    "Resources": self._resources.reference,
                }
            )
        )
        self._ink, self._cell = [], 0

    def _draw(self, label: Mapping[str, str]) -> None:
        left, top = self._paper.corner(self._cell)
        floor = self._paper.page_height - top
        plan = self._plan
        if self._paper.cells > 1:
            self._ink.append(_cutting_marks(left, floor, self._paper.width, self._paper.height))
        begins, name = (plan.logo or plan.organisation).left, plan.organisation
        wide = name.left + name.width - begins
        ground = floor - plan.rule_top - 0.6
        self._ink.append(f"0 g {left + begins:.3f} {ground:.3f} {wide:.3f} 0.6 re f")
        if plan.logo:
            self._ink.append(_logo(plan.logo, left, floor))
        self._ink.append(_code(label["url"], left, floor, plan))
        for part in _PARTS:
            if text := composed(label[part]):
                self._write(part, text, left, floor)

    def _write(self, part: str, text: str, left: float, floor: float) -> None:
        box: Box = getattr(self._plan, part)
        face, font = (self._bold, "F1") if box.bold else (self._plain, "F0")
        key = (part, text)
        setting = self._set.get(key)
        if setting is None:
            setting = set_text(
                text, face.width, width=box.width, height=box.height, largest=box.largest
            )
            self._set[key] = setting
        spare = box.height - len(setting.lines) * LINE_HEIGHT * setting.size
        base = floor - box.top - _BASELINE * setting.size - (spare / 2 if box.middle else 0)
        for number, line in enumerate(setting.lines):
            free = box.width - face.width(line) * setting.size
            x = left + box.left + (free / 2 if box.centred else 0)
            y = base - number * LINE_HEIGHT * setting.size
            self._ink.append(
                f"BT /{font} {setting.size:.2f} Tf {x:.3f} {y:.3f} Td {face.hexed(line)} Tj ET"
            )


def _logo(box: Box, left: float, floor: float) -> str:
    x, y = left + box.left, floor - box.top - box.height
    return f"q {box.width:.3f} 0 0 {box.height:.3f} {x:.3f} {y:.3f} cm /Logo Do Q"


def _code(url: str, left: float, floor: float, plan: LabelPlan) -> str:
    """Each run of dark modules as one rectangle; the unit is a module, counted from the top."""
    matrix = qr_matrix(url)
    module = plan.code_side / (len(matrix) + 2 * QUIET_MODULES)
    x = left + plan.code_left + QUIET_MODULES * module
    y = floor - plan.code_top - QUIET_MODULES * module
    runs = " ".join(f"{column} {row} {length} 1 re" for column, row, length in dark_runs(matrix))
    return f"q {module:.5f} 0 0 {-module:.5f} {x:.4f} {y:.4f} cm {runs} f Q"


def _cutting_marks(left: float, floor: float, width: float, height: float) -> str:
    """A hairline angle in each corner: enough to cut by, little enough to miss on bought labels."""
    right, ground = left + width, floor - height
    lines = []
    for x, inward in ((left, _TICK_MM), (right, -_TICK_MM)):
        for y, upward in ((ground, _TICK_MM), (floor, -_TICK_MM)):
            lines.append(
                f"{x + inward:.3f} {y:.3f} m {x:.3f} {y:.3f} l {x:.3f} {y + upward:.3f} l S"
            )
    return f"q 0.15 w 0.6 G {' '.join(lines)} Q"
