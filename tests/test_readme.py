"""README says of settings, rooms and pictures what the code says."""

import dataclasses
import re
from pathlib import Path

from app.settings import Settings, load_settings
from sandbox import settings as sandbox_settings
from sandbox.settings import SandboxSettings
from tests.house.imports import MAY_IMPORT

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Settings whose default is not one value: made for each installation, or put together.
NO_ONE_DEFAULT = {"", "()"}


def table_below(heading: str) -> dict[str, tuple[str, ...]]:
    """The rows of the table with this heading: first cell -> the other cells."""
    lines = README.partition(f"| {heading} |")[2].splitlines()[2:]
    rows = {}
    for line in lines:
        if not line.startswith("| "):
            break
        first, *more = (cell.strip() for cell in line.strip("| ").split(" | "))
        rows[first.strip("`")] = tuple(more)
    return rows


def test_every_setting_is_in_the_table_with_its_default_and_a_meaning() -> None:
    table = table_below("variable")
    fields = {field.name.upper(): str(field.default) for field in dataclasses.fields(Settings)}
    assert list(table) == list(fields)
    for name, default in fields.items():
        said, meaning = table[name]
        assert meaning, name
        assert (said == f"`{default}`") or (default in NO_ONE_DEFAULT and "`" not in said[:1]), name


def test_the_environment_knows_the_settings_by_the_names_of_the_table(tmp_path: Path) -> None:
    asked: set[str] = set()

    class Listening(dict[str, str]):
        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
            asked.add(key)
            return super().get(key, default)

    load_settings(Listening(DATA_DIR=str(tmp_path)))
    assert asked == set(table_below("variable"))


def test_every_setting_of_the_sandbox_is_in_its_table() -> None:
    table = table_below("variable of the sandbox")
    source = Path(sandbox_settings.__file__).read_text(encoding="utf-8")
    assert set(table) == set(re.findall(r'"(SANDBOX_[A-Z_]+)"', source))
    read = SandboxSettings.from_environment(
        {
            "SANDBOX_API_KEY": "k" * 16,
            "SANDBOX_WEBHOOK_SECRET": "s" * 16,
            "SANDBOX_WEBHOOK_URL": "http://localhost:8000/hooks/sandbox",
        }
    )
    for name, (default, meaning) in table.items():
        assert meaning, name
        value = getattr(read, name.removeprefix("SANDBOX_").lower())
        if default != "none":
            assert default.strip("`") == (f"{value:g}" if type(value) is float else str(value))


def test_the_rooms_and_their_imports_are_those_of_the_house() -> None:
    table = table_below("room")
    for room, (allowed,) in table.items():
        assert allowed == (", ".join(sorted(MAY_IMPORT[room])) or "nothing"), room
    folders = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    assert folders - set(table) == {"demo"}, "composed at the end, like app/main.py"


def test_the_drawn_tree_is_the_tree() -> None:
    drawing = README.partition("## Architecture")[2].partition("```")[2].partition("```")[0]
    inside, _, outside = drawing.partition("sandbox/")
    drawn = set(re.findall(r"^  (\w+/|\w+\.py)", inside, re.MULTILINE))
    assert all((ROOT / "app" / name).exists() for name in drawn)
    assert {f"{path.parent.name}/" for path in (ROOT / "app").glob("*/__init__.py")} <= {
        *drawn,
        *re.findall(r"\w+/", inside),
    }
    assert all((ROOT / name).is_dir() for name in re.findall(r"\b(\w+)/", outside))


def test_every_file_and_command_it_names_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z0-9-]+)", README):
        assert f"\n{target}:" in makefile, target
    for path in re.findall(r"`((?:app|docs|locale|tests)/[\w./]+)`", README):
        assert (ROOT / path).exists(), path
    for module in re.findall(r"`python -m ([\w.]+)", README):
        place = ROOT / module.replace(".", "/")
        assert place.is_dir() or place.with_suffix(".py").is_file(), module


def test_every_picture_is_shown_taken_and_light() -> None:
    taking = "".join(file.read_text("utf-8") for file in (ROOT / "scripts/pictures").glob("*.py"))
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert f"](docs/pictures/{picture.name})" in README, picture.name
        assert f'"{picture.stem}")' in taking or f'"{picture.stem}", ' in taking, picture.name
        assert picture.stat().st_size <= 120_000, picture.name
