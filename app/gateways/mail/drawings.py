"""The bundled drawings of mails: `python -m scripts.draw_steps` draws them."""

from functools import cache
from pathlib import Path

from app.rules.mail_texts.words import Picture

FOLDER = Path(__file__).parents[3] / "static" / "mail"
STEPS = (1, 2, 3)


@cache
def drawn_steps() -> tuple[Picture, ...]:
    """The three steps of removal. No uploaded picture's name begins like theirs."""
    return tuple(
        Picture(f"_step-{n}", "png", (FOLDER / f"step-{n}.png").read_bytes()) for n in STEPS
    )
