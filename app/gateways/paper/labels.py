"""Lays out boot labels as a page that the renderer prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.gateways.paper.fit import fitting_size_mm
from app.gateways.paper.qr import qr_svg
from app.templating import Surroundings, Templates


class LabelSize(StrEnum):
    """The formats a label can be printed in."""

    SINGLE = "single"  # 100 x 60 mm, one a page


@dataclass(frozen=True)
class LabelFacts:
    """What stands on one label. `url` is the boot's public address, whole; `version` counts up."""

    organisation: str
    boot_name: str
    url: str
    help_phone: str
    version: int


@dataclass(frozen=True)
class LabelSizes:
    """Type sizes of one label in mm, chosen so that long names stay inside their boxes."""

    organisation: float
    boot_name: float
    host: float


def label_pages(
    templates: Templates, labels: Sequence[LabelFacts], size: LabelSize, *, language: str
) -> str:
    """Return HTML, one page a label (rules C5 and C7).

    Raises `ValueError` for a URL too long.
    """
    return templates.render(
        f"paper/label_{size}.html",
        Surroundings(language=language),
        language=language,
        labels=[
            {"facts": facts, "host": host, "qr": qr_svg(facts.url), "sizes": _sizes(facts, host)}
            for facts in labels
            for host in [urlsplit(facts.url).netloc]
        ],
    )


def _sizes(facts: LabelFacts, host: str) -> LabelSizes:
    """The boxes are those of the template."""
    return LabelSizes(
        organisation=fitting_size_mm(facts.organisation, width_mm=92, height_mm=7, largest_mm=5.2),
        boot_name=fitting_size_mm(facts.boot_name, width_mm=48, height_mm=19, largest_mm=8.5),
        host=fitting_size_mm(host, width_mm=48, height_mm=5.8, largest_mm=3.3),
    )
