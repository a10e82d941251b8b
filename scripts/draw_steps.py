"""Draws the steps of removal for mails, from the pages' own: `python -m scripts.draw_steps`."""

import io
import re
from pathlib import Path

import pypdfium2
from PIL import Image
from weasyprint import HTML

ROOT = Path(__file__).parents[1]
DRAWINGS = ROOT / "templates" / "components" / "steps.html"
FOLDER = ROOT / "static" / "mail"
# Shown at 72 by 54; twice as fine for fine screens.
WIDTH, HEIGHT = 144, 108
# Ink on amber, like the code above it: one picture for light and for dark.
PAGE = """<style>@page {{ size: 72px 54px; margin: 0; background: #f5a800 }} body {{ margin: 0 }}
svg {{ display: block; width: 56px; height: 42px; margin: 6px 8px; }}</style>{svg}"""
STROKE = (
    '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="#1b1b1f" stroke-width="3.5" '
    'stroke-linecap="round" stroke-linejoin="round" '
)


def drawn(svg: str) -> bytes:
    """One drawing as PNG."""
    page = pypdfium2.PdfDocument(HTML(string=PAGE.format(svg=svg)).write_pdf())[0]
    bitmap = page.render(scale=WIDTH / page.get_width())
    image = bitmap.to_pil().convert("RGB").resize((WIDTH, HEIGHT))
    out = io.BytesIO()
    image.quantize(8, method=Image.Quantize.MEDIANCUT).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    source = DRAWINGS.read_text(encoding="utf-8")
    for number, svg in enumerate(re.findall(r"<svg.*?</svg>", source), start=1):
        (FOLDER / f"step-{number}.png").write_bytes(drawn(svg.replace("<svg ", STROKE)))
