"""Where each part of a label stands, in mm from its top left corner."""

from dataclasses import dataclass, replace

# Type sizes in mm that no label needs to exceed.
LARGEST_NAME = 14.0
# Of the line that name and logo share, and between them, in mm.
_LOGO_SHARE = 0.35
_LOGO_GAP = 2.0


@dataclass(frozen=True)
class Box:
    """A text stands inside; `largest` is its type size in mm when it is short."""

    left: float
    top: float
    width: float
    height: float
    largest: float
    bold: bool = False
    centred: bool = False
    middle: bool = False


@dataclass(frozen=True)
class LabelPlan:
    """The parts of one label; the code is a square with its quiet zone inside."""

    logo: Box | None
    organisation: Box
    rule_top: float
    code_left: float
    code_top: float
    code_side: float
    name: Box
    scan: Box
    help: Box
    host: Box
    version: Box


def label_plan(width: float, height: float, logo: float = 0.0) -> LabelPlan:
    """The code beside the words on a wide label, between them on a tall one.

    `logo` is how many times as wide as high it is, 0 for none: it stands before the organisation.
    """
    plan = _wide(width, height) if width > height else _tall(width, height)
    return _with_logo(plan, logo) if logo else plan


def _with_logo(plan: LabelPlan, ratio: float) -> LabelPlan:
    """Where the name stood, the logo and the name beside it share the line."""
    whole = plan.organisation
    wide = min(whole.height * ratio, whole.width * _LOGO_SHARE)
    high = wide / ratio
    begins = wide + _LOGO_GAP
    return replace(
        plan,
        logo=Box(whole.left, whole.top + (whole.height - high) / 2, wide, high, 0),
        organisation=replace(
            whole, left=whole.left + begins, width=whole.width - begins, centred=False, middle=True
        ),
    )


def _wide(width: float, height: float) -> LabelPlan:
    side = min(height - 14, width * 0.5)
    left = side + 3
    room = width - left - 4
    top, deep = 14.0, height - 15.5

    def box(begins: float, share: float, largest: float, *, bold: bool = False) -> Box:
        return Box(left, top + begins * deep, room, share * deep, largest, bold=bold)

    return LabelPlan(
        logo=None,
        organisation=Box(4, 3, width - 8, 7.2, 5.2, bold=True),
        rule_top=11,
        code_left=1,
        code_top=12.6 + (height - 13.6 - side) / 2,
        code_side=side,
        name=box(0, 0.44, LARGEST_NAME, bold=True),
        scan=box(0.46, 0.22, 3.9, bold=True),
        help=box(0.69, 0.11, 3.5),
        host=box(0.81, 0.12, 3.3),
        version=box(0.94, 0.06, 2.3),
    )


def _tall(width: float, height: float) -> LabelPlan:
    side = min(width - 4, height * 0.48)
    room = width - 6

    def box(begins: float, share: float, largest: float, *, bold: bool = False) -> Box:
        return Box(3, begins * height, room, share * height, largest, bold=bold, centred=True)

    return LabelPlan(
        logo=None,
        organisation=box(0.03, 0.075, 6.5, bold=True),
        rule_top=0.113 * height,
        code_left=(width - side) / 2,
        code_top=0.3 * height,
        code_side=side,
        name=box(0.13, 0.17, LARGEST_NAME, bold=True),
        scan=box(0.785, 0.075, 5.4, bold=True),
        help=box(0.865, 0.04, 4.5),
        host=box(0.91, 0.04, 4.0),
        version=box(0.955, 0.025, 2.6),
    )
