"""Every label scans as printed, on every paper, and holds its words (rule C7)."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from app.gateways.paper.faces import find_faces
from app.gateways.paper.label_document import LabelDocument
from app.gateways.paper.labels import LabelFacts, LabelOrder, label_texts
from app.gateways.paper.press import Press
from app.gateways.paper.qr import QUIET_MODULES, qr_matrix, qr_svg
from app.gateways.paper.setting import set_text
from app.gateways.paper.subprocess_press import SubprocessPress
from app.rules.boots.label_formats import PAPERS, LabelFormat
from app.templating import Templates

URL = "https://boot.marlow.example/b/8f2kX0Qm3nVt7LpZr5wYcA"
SINGLE = LabelOrder()
DPI = 150
SHORT = LabelFacts("City of Marlow Parking", "Red Boot 01", URL, "+1 519 555 0142", 3)
WIDE = LabelFacts("Ŵ" * 60, "W" * 60, URL, "+1 519 555 0142", 12)
FRENCH = LabelFacts(
    "Communauté d'agglomération de Saint-Étienne-du-Rouvray, Stationnement",
    "Sabot de blocage numéro trente-six côté église, été élevé ÉÀ",
    "https://immobilisation.stationnement.communaute.example/b/8f2kX0Qm3nVt7LpZr5wYcA",
    "",
    2,
)


class Drawing:
    """Draws in this process: what is looked at here is the paper."""

    async def labels(self, labels: Sequence[LabelFacts], order: LabelOrder) -> bytes:
        document = LabelDocument(find_faces(), order.paper, order.start)
        document.add(label_texts(facts, order.words) for facts in labels)
        return document.finish(title="Labels", language="en")


@pytest.fixture
def press() -> Drawing:
    return Drawing()


def pages(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages as a 150 dpi printer would show them."""
    (folder / "labels.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "labels.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page*.pgm"))]


@dataclass(frozen=True)
class PrintedLine:
    """A line of text on the first page, in mm from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "PrintedLine") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def lines(pdf: bytes) -> list[PrintedLine]:
    """As the renderer set them: one for each time it moved the pen to a new line."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        height = page.get_height()
        for one in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,)):
            left, bottom, right, top = one.get_bounds()
            edges = (left, height - top, right, height - bottom)
            found.append(PrintedLine(*(edge / 72 * 25.4 for edge in edges)))
    return found


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
    templates: Templates, tmp_path: Path
) -> None:
    press = SubprocessPress(templates)
    assert isinstance(press, Press)
    pdf = await press.labels([SHORT, WIDE, FRENCH], SINGLE)
    await press.close()
    printed = pages(pdf, tmp_path)
    assert [scanned(page) for page in printed] == [[URL], [URL], [FRENCH.url]]
    for page in printed:
        # 100 x 60 mm at 150 dpi, give or take the rounding.
        assert abs(page.width - 591) <= 1
        assert abs(page.height - 354) <= 1


async def test_a_label_survives_a_tired_photocopier(press: Drawing, tmp_path: Path) -> None:
    [page] = pages(await press.labels([SHORT], SINGLE), tmp_path)
    faint = page.point([153 + level * 102 // 255 for level in range(256)])
    assert scanned(faint) == [URL]
    assert scanned(page.filter(ImageFilter.GaussianBlur(1.5))) == [URL]
    assert scanned(page.rotate(30, expand=True, fillcolor=255)) == [URL]
    assert scanned(page.point([255 * (level > 128) for level in range(256)])) == [URL]


async def test_every_one_of_six_hundred_codes_on_sheets_is_read_and_a_sample_in_bad_light(
    press: Drawing, tmp_path: Path
) -> None:
    many = [replace(SHORT, url=f"{URL[:-3]}{number:03}") for number in range(600)]
    document = await press.labels(many, LabelOrder(LabelFormat.sheet_a4, start=4))
    printed = pages(document, tmp_path)
    assert len(printed) == 76
    assert [text for page in printed for text in sorted(scanned(page))] == [one.url for one in many]
    for page in printed[::19]:
        whole = sorted(scanned(page))
        assert whole
        faint = page.point([153 + level * 102 // 255 for level in range(256)])
        assert sorted(scanned(faint)) == whole
        assert sorted(scanned(page.filter(ImageFilter.GaussianBlur(1.5)))) == whole
        for degrees in (30, -30):
            turned = page.rotate(degrees, expand=True, fillcolor=255)
            assert sorted(scanned(turned)) == whole


async def test_a_label_says_in_words_what_the_code_says(press: Drawing) -> None:
    said = " ".join(words(await press.labels([SHORT], SINGLE)).split())
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


@pytest.mark.parametrize("paper", LabelFormat)
@pytest.mark.parametrize("facts", [WIDE, FRENCH], ids=["wide", "french"])
async def test_long_names_keep_all_their_letters_inside_their_label(
    press: Drawing, tmp_path: Path, facts: LabelFacts, paper: LabelFormat
) -> None:
    cells = PAPERS[paper].cells
    pdf = await press.labels([facts], LabelOrder(paper, start=cells))
    said = "".join(words(pdf).split())
    for letter in set(facts.boot_name.replace(" ", "")):
        assert said.count(letter) >= facts.boot_name.count(letter)
    for line in lines(pdf):
        left, top = PAPERS[paper].corner(cells - 1)
        assert left <= line.left < line.right <= left + PAPERS[paper].width
        assert top <= line.top < line.bottom <= top + PAPERS[paper].height
    [page] = pages(pdf, tmp_path)
    assert scanned(page) == [facts.url]


@pytest.mark.parametrize("paper", LabelFormat)
async def test_no_two_texts_of_a_label_touch_and_none_is_in_the_code_s_quiet_zone(
    press: Drawing, tmp_path: Path, paper: LabelFormat
) -> None:
    pdf = await press.labels([WIDE], LabelOrder(paper))
    found = lines(pdf)
    assert len(found) > 5
    for one in found:
        for other in found:
            assert one is other or not one.touches(other), (one, other)
    [page] = pages(pdf, tmp_path)
    [code] = zxingcpp.read_barcodes(page)
    # The quiet zone belongs to the code.
    module = (code.position.top_right.x - code.position.top_left.x) / len(qr_matrix(URL))
    zone, dot = QUIET_MODULES * module - 1, DPI / 25.4
    for line in found:
        beside = line.right * dot < code.position.top_left.x - zone
        beside |= line.left * dot > code.position.top_right.x + zone
        above = line.bottom * dot < code.position.top_left.y - zone
        assert beside or above or line.top * dot > code.position.bottom_left.y + zone, line


@pytest.mark.parametrize("paper", LabelFormat)
async def test_on_every_paper_the_code_is_read_at_the_size_of_print(
    press: Drawing, tmp_path: Path, paper: LabelFormat
) -> None:
    many = [replace(SHORT, url=f"{URL[:-2]}{number:02}") for number in range(PAPERS[paper].cells)]
    [page] = pages(await press.labels(many, LabelOrder(paper)), tmp_path)
    assert abs(page.width - PAPERS[paper].page_width * DPI / 25.4) <= 1
    assert abs(page.height - PAPERS[paper].page_height * DPI / 25.4) <= 1
    assert sorted(scanned(page)) == sorted(one.url for one in many)


@pytest.mark.parametrize(
    ("paper", "start"),
    [(LabelFormat.sheet_a4, 1), (LabelFormat.sheet_a4, 6), (LabelFormat.sheet_letter, 10)],
)
async def test_the_first_label_lies_where_the_sheet_is_free(
    press: Drawing, tmp_path: Path, paper: LabelFormat, start: int
) -> None:
    sheet = PAPERS[paper]
    many = [replace(SHORT, url=f"{URL[:-2]}{number:02}") for number in range(sheet.cells)]
    printed = pages(await press.labels(many, LabelOrder(paper, start=start)), tmp_path)
    assert len(printed) == (1 if start == 1 else 2)
    seen = {}
    for number, page in enumerate(printed):
        for code in zxingcpp.read_barcodes(page):
            column = int(code.position.top_left.x / page.width * sheet.columns)
            row = int(code.position.top_left.y / page.height * sheet.rows)
            seen[number * sheet.cells + row * sheet.columns + column] = code.text
    assert seen == {start - 1 + number: one.url for number, one in enumerate(many)}


async def test_names_are_words_not_markup(press: Drawing) -> None:
    nasty = LabelFacts("<b>A&B</b>", "<script>x</script>", URL, "<i>1</i>", 1)
    said = words(await press.labels([nasty], SINGLE))
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
    _, bold = find_faces()

    def size(text: str) -> float:
        return set_text(text, bold.width, width=48, height=19, largest=8.5).size

    assert size("Boot 01") == 8.5
    assert 1.5 < size("W" * 60) < size("w i" * 20) < 8.5
    assert size("W" * 5000) == 1.5


def test_a_word_is_broken_only_when_it_would_be_too_small_whole() -> None:
    _, bold = find_faces()

    def lines_of(text: str) -> tuple[str, ...]:
        return set_text(text, bold.width, width=48, height=19, largest=8.5).lines

    assert lines_of("Stationnement") == ("Stationnement",)
    assert lines_of("Scan to pay and get your code") == ("Scan to pay", "and get", "your code")
    assert "".join(lines_of("W" * 60)) == "W" * 60
    assert len(lines_of("W" * 60)) > 1


def test_accented_letters_are_in_the_face() -> None:
    _, bold = find_faces()
    missing = bold.width("\U0010fffd")
    assert all(bold.width(letter) != missing for letter in "ÉÀÇÊÏŒàâçéèêëîïôœùûüÿ")
