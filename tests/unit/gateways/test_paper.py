"""Every label scans as printed and holds its words; a renderer that misbehaves harms nobody."""

import asyncio
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from app.gateways.paper.fit import fitting_size_mm
from app.gateways.paper.labels import LabelFacts
from app.gateways.paper.press import PaperFailed, Press
from app.gateways.paper.qr import QUIET_MODULES, qr_matrix, qr_svg
from app.gateways.paper.subprocess_press import SubprocessPress
from app.templating import Templates

URL = "https://boot.marlow.example/b/8f2kX0Qm3nVt7LpZr5wYcA"
ROOT = Path(__file__).resolve().parents[3]
SHORT = LabelFacts("City of Marlow Parking", "Red Boot 01", URL, "+1 519 555 0142", 3)
WIDE = LabelFacts("Ŵ" * 60, "W" * 60, URL, "+1 519 555 0142", 12)
FRENCH = LabelFacts(
    "Communauté d'agglomération de Saint-Étienne-du-Rouvray, Stationnement",
    "Sabot de blocage numéro trente-six côté église, été élevé ÉÀ",
    "https://immobilisation.stationnement.communaute.example/b/8f2kX0Qm3nVt7LpZr5wYcA",
    "",
    2,
)


@pytest.fixture
def press(templates: Templates) -> SubprocessPress:
    return SubprocessPress(templates)


def pages(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages as a 150 dpi printer would show them."""
    (folder / "labels.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "labels.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page*.png"))]


def words(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def darkest(page: Image.Image) -> int:
    return next(level for level, dots in enumerate(page.histogram()) if dots)


def scanned(page: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(page)]


async def test_each_label_is_a_page_whose_code_opens_its_boot(
    press: SubprocessPress, tmp_path: Path
) -> None:
    assert isinstance(press, Press)
    pdf = await press.labels([SHORT, WIDE, FRENCH])
    printed = pages(pdf, tmp_path)
    assert [scanned(page) for page in printed] == [[URL], [URL], [FRENCH.url]]
    for page in printed:
        # 100 x 60 mm at 150 dpi, give or take the rounding.
        assert abs(page.width - 591) <= 1
        assert abs(page.height - 354) <= 1


async def test_a_label_survives_a_tired_photocopier(press: SubprocessPress, tmp_path: Path) -> None:
    [page] = pages(await press.labels([SHORT]), tmp_path)
    faint = page.point([153 + level * 102 // 255 for level in range(256)])
    assert scanned(faint) == [URL]
    assert scanned(page.filter(ImageFilter.GaussianBlur(1.5))) == [URL]
    assert scanned(page.rotate(30, expand=True, fillcolor=255)) == [URL]
    assert scanned(page.point([255 * (level > 128) for level in range(256)])) == [URL]


async def test_a_label_says_in_words_what_the_code_says(press: SubprocessPress) -> None:
    said = " ".join(words(await press.labels([SHORT])).split())
    for wanted in (
        "City of Marlow Parking",
        "Red Boot",
        "01",
        "Scan to pay",
        "release code",
        "Help: +1 519 555 0142",
        "boot.marlow.example",
        "Label 3",
    ):
        assert wanted in said


@pytest.mark.parametrize("facts", [WIDE, FRENCH], ids=["wide", "french"])
async def test_long_names_keep_all_their_letters_inside_their_boxes(
    press: SubprocessPress, tmp_path: Path, facts: LabelFacts
) -> None:
    pdf = await press.labels([facts])
    said = "".join(words(pdf).split())
    for letter in set(facts.boot_name.replace(" ", "")):
        assert said.count(letter) >= facts.boot_name.count(letter)
    [page] = pages(pdf, tmp_path)
    # Boxes cut what is too long, so ink at their lower edges would be half a line.
    name = page.crop((283, 196, 567, 201))
    organisation = page.crop((24, 58, 567, 63))
    assert darkest(name) > 200
    assert darkest(organisation) > 200


async def test_names_are_words_not_markup(press: SubprocessPress) -> None:
    nasty = LabelFacts("<b>A&B</b>", "<script>x</script>", URL, "<i>1</i>", 1)
    said = words(await press.labels([nasty]))
    assert "<b>A&B</b>" in said
    assert "<script>" in said


def test_the_drawn_path_is_the_matrix() -> None:
    matrix = qr_matrix(URL)
    side = len(matrix)
    drawn = [[False] * side for _ in range(side)]
    for run in str(qr_svg(URL)).rpartition(' d="')[2].partition('"')[0].split("z")[:-1]:
        start, _, rest = run[1:].partition("h")
        x, y = (int(part) - QUIET_MODULES for part in start.split())
        for step in range(int(rest.partition("v")[0])):
            drawn[y][x + step] = True
    assert drawn == matrix
    assert QUIET_MODULES >= 4


def test_the_code_is_of_level_q_or_better() -> None:
    image = Image.new("L", (0, 0))
    matrix = qr_matrix(URL)
    side = len(matrix) + 8
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            image.putpixel((x + 4, y + 4), 0 if dark else 255)
    [code] = zxingcpp.read_barcodes(image.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    assert code.text == URL
    assert code.ec_level in {"Q", "H"}


def test_an_address_too_long_for_a_code_is_an_error_not_a_blank() -> None:
    with pytest.raises(ValueError, match="Invalid version"):
        qr_matrix("x" * 3000)


def test_type_shrinks_only_as_far_as_it_must() -> None:
    def size(text: str) -> float:
        return fitting_size_mm(text, width_mm=48, height_mm=19, largest_mm=8.5)

    assert size("Boot 01") == 8.5
    assert 1.5 < size("W" * 60) < size("w i" * 20) < 8.5
    assert size("W" * 5000) == 1.5


# The child


def wait_for(note: Path) -> None:
    for _ in range(400):
        if note.exists() and note.read_text():
            return
        time.sleep(0.02)


def stubborn(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


async def test_a_renderer_that_hangs_is_killed_in_time(
    templates: Templates, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    hang = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    press = SubprocessPress(templates, timeout_seconds=1, command=stubborn(hang))
    began = time.monotonic()
    with pytest.raises(PaperFailed, match="took too long"):
        await press.labels([SHORT])
    assert time.monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_a_job_nobody_waits_for_any_more_leaves_no_child(
    templates: Templates, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    hang = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    job = asyncio.ensure_future(SubprocessPress(templates, command=stubborn(hang)).labels([SHORT]))
    async with asyncio.timeout(10):
        await asyncio.to_thread(wait_for, note)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_a_renderer_that_eats_memory_is_stopped(templates: Templates) -> None:
    press = SubprocessPress(templates, memory_bytes=100_000_000)
    with pytest.raises(PaperFailed) as failure:
        await press.labels([SHORT] * 100)
    assert failure.value.detail


async def test_missing_libraries_say_what_to_install(templates: Templates) -> None:
    missing = "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    with pytest.raises(PaperFailed) as failure:
        await SubprocessPress(templates, command=stubborn(missing)).labels([SHORT])
    assert "libpangoft2-1.0-0" in failure.value.next_step
    assert "libpango-1.0-0" in failure.value.detail


@pytest.mark.parametrize("code", ["print('hello')", "raise SystemExit(3)", ""])
async def test_what_is_no_pdf_is_never_handed_on(templates: Templates, code: str) -> None:
    with pytest.raises(PaperFailed):
        await SubprocessPress(templates, command=stubborn(code)).labels([SHORT])


async def test_the_child_sees_none_of_our_secrets(
    templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAL_KEYS", "very secret")
    tell = "import os, sys; sys.stdout.write('%PDF-' + ' '.join(os.environ))"
    told = await SubprocessPress(templates, command=stubborn(tell)).labels([SHORT])
    assert b"PATH" in told
    assert b"SEAL_KEYS" not in told


def test_paper_fetches_nothing(tmp_path: Path) -> None:
    def rendered(source: str) -> int:
        job = {"html": f'<img src="{source}" width="200">', "memory_bytes": 2**30}
        done = subprocess.run(
            [sys.executable, "-m", "app.gateways.paper.render"],
            input=json.dumps(job).encode(),
            capture_output=True,
            cwd=ROOT,
            check=True,
        )
        [page, *_] = pages(done.stdout, tmp_path)
        return darkest(page)

    black = io.BytesIO()
    Image.new("L", (50, 50), 0).save(black, "PNG")
    (tmp_path / "black.png").write_bytes(black.getvalue())
    assert rendered((tmp_path / "black.png").as_uri()) == 255
    assert rendered("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>") == 255


def test_nothing_but_the_child_imports_the_renderer() -> None:
    code = (
        "import sys, app.gateways.paper.subprocess_press;"
        "print('weasyprint' in sys.modules or 'pydyf' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stdout.strip() == "False"
