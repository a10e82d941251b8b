"""`python -m lighthouse`: ask Lighthouse about every page; status 1 when a promise is not kept."""

import argparse
import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bench.figures import Figure, table
from e2e.browsers import chromium
from e2e.town import EmbeddedTown
from lighthouse.ask import CATEGORIES, LighthouseFailed, ask
from lighthouse.sheets import Sheet, all_sheets

RESULTS = Path(__file__).parents[1] / "bench" / "results"


async def main(words: list[str]) -> int:
    """Measure what was asked for; returns the exit status."""
    asked = _arguments(words)
    with tempfile.TemporaryDirectory(prefix="bootkeeper-lighthouse-") as folder:
        town = EmbeddedTown(Path(folder), smtp_url="")
        try:
            await asyncio.to_thread(town.start)
            async with chromium() as browser, AsyncExitStack() as contexts:
                sheets = await all_sheets(browser, town, contexts)
            chosen = [sheet for sheet in sheets if asked.only in sheet.name]
            figures = [await asyncio.to_thread(_measured, sheet, asked.rounds) for sheet in chosen]
        finally:
            await asyncio.to_thread(town.stop)
    page = table(figures)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "lighthouse.md").write_text(page)
    print(page, end="")
    return 0 if figures and all(figure.kept for figure in figures) else 1


def _measured(sheet: Sheet, rounds: int) -> Figure:
    """The middle of each category's points; a category the sheet does not promise is not asked.

    A page the tool has no points for is red, and the other pages are still asked about.
    """
    asked = CATEGORIES[: len(sheet.least)]
    try:
        runs = [ask(sheet.address, sheet.cookies, asked) for _ in range(rounds)]
    except LighthouseFailed as failed:
        print(f"{sheet.name}: {failed}", file=sys.stderr, flush=True)
        return Figure(f"U1 {sheet.name}", _row(sheet.least), str(failed), None, False)
    middle = [
        sorted(points)[rounds // 2] for points in zip(*(run.points for run in runs), strict=True)
    ]
    short = [point < least for point, least in zip(middle, sheet.least, strict=True)]
    complaints = sorted({one for run in runs for one in run.complaints}) if any(short) else []
    said = " ".join([_row(middle), *complaints])
    print(f"{sheet.name}: {said}", file=sys.stderr, flush=True)
    return Figure(f"U1 {sheet.name}", _row(sheet.least), said, None, not any(short))


def _row(points: tuple[int, ...] | list[int]) -> str:
    return "/".join(str(point) for point in points)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lighthouse", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the names of the pages to ask about")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the middle counts")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
