"""Draws a QR code as one small SVG path, so that a sheet of hundreds stays light."""

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_Q

QUIET_MODULES = 4
# Any mask is legal; choosing the best of eight takes six times as long and scanners do not mind.
_MASK = 3


def qr_matrix(text: str) -> list[list[bool]]:
    """Return the modules row by row, True for dark, without quiet zone; error correction Q.

    Raises `ValueError` when `text` is longer than a QR code of this level holds.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=_MASK, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def qr_svg(text: str) -> Markup:
    """Return an `<svg class="qr">` of black on white with its quiet zone; size it by CSS.

    One unit is one module. Raises `ValueError` when `text` is too long.
    """
    matrix = qr_matrix(text)
    side = len(matrix) + 2 * QUIET_MODULES
    path = "".join(_row(row, y) for y, row in enumerate(matrix, start=QUIET_MODULES))
    return Markup(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        ' shape-rendering="crispEdges" aria-hidden="true">'
        '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    ).format(side=side, path=path)


def _row(row: list[bool], y: int) -> str:
    """Draw each run of dark modules as one rectangle."""
    runs = []
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append(f"M{start + QUIET_MODULES} {y}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(runs)
