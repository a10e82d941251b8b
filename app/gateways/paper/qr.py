"""Draws a QR code as one small SVG path, so that a sheet of hundreds stays light."""

from collections.abc import Iterator
from importlib import import_module

from markupsafe import Markup

QUIET_MODULES = 4
# Any mask is legal; choosing the best of eight takes six times as long and scanners do not mind.
_MASK = 3


def qr_matrix(text: str) -> list[list[bool]]:
    """Return the modules row by row, True for dark, without quiet zone; error correction Q.

    Raises `ValueError` when `text` is longer than a QR code of this level holds.
    """
    # With the first code: it brings along a library of pictures, 4 MB in a web process that has
    # drawn none (target P5).
    qrcode = import_module("qrcode")
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, mask_pattern=_MASK, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def dark_runs(matrix: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Each run of dark modules in a row: its column, its row, its length."""
    for y, row in enumerate(matrix):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield start, y, x - start
                start = None


def qr_svg(text: str) -> Markup:
    """Return an `<svg class="qr">` of black on white with its quiet zone; size it by CSS.

    One unit is one module. Raises `ValueError` when `text` is too long.
    """
    matrix = qr_matrix(text)
    side = len(matrix) + 2 * QUIET_MODULES
    path = "".join(
        f"M{x + QUIET_MODULES} {y + QUIET_MODULES}h{length}v1h-{length}z"
        for x, y, length in dark_runs(matrix)
    )
    return Markup(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        ' shape-rendering="crispEdges" aria-hidden="true">'
        '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    ).format(side=side, path=path)
