"""No page decides for its reader: which language is spoken is asked, never written into code."""

import ast
from pathlib import Path

import pytest

from app.rules.people.languages import LANGUAGES

ROOT = Path(__file__).parents[1]
# The words for the choices of a setting.
MAY_NAME_LANGUAGES = {"app/routes/settings/settings_page.py"}


def languages_named(source: str) -> list[str]:
    """Every language that stands in code as a text of its own."""
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and node.value in LANGUAGES
    ]


@pytest.mark.parametrize("room", ["routes", "actions", "reads", "tasks"])
def test_no_code_behind_a_page_names_a_language(room: str) -> None:
    files = sorted((ROOT / "app" / room).rglob("*.py"))
    assert len(files) > 3
    found = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if languages_named(path.read_text(encoding="utf-8"))
    }
    assert found - MAY_NAME_LANGUAGES == set()


def test_no_template_names_the_language_it_is_in() -> None:
    named = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if any(f'lang="{one}"' in path.read_text(encoding="utf-8") for one in LANGUAGES)
    ]
    assert named == []


def test_a_language_in_code_is_noticed() -> None:
    assert languages_named('flash = translate("en", words)') == ["en"]
    assert languages_named("flash = translate(reader_language(), words)  # not en") == []
