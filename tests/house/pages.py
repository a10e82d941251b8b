"""What a template may be: a page on a layout or a fragment, with nothing a strict CSP refuses."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.trees import all_files

# Mails and paper are documents of their own; layouts and macros are what pages are made of.
NO_PAGES = {"components", "layout", "layouts", "mail", "paper"}
# Mail readers know no stylesheet but the attribute, and paper meets no CSP.
MAY_STYLE = {"mail", "paper"}

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
EXTENDS = re.compile(r"\{%-?\s*extends\b")
UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b")
HANDLER = re.compile(r"<[a-zA-Z][^>]*?\son[a-z]+\s*=|\bhx-on\b")
STYLE = re.compile(r"<[a-zA-Z][^>]*?\sstyle\s*=|<style\b")
ICON = re.compile(r"\b(?:icon|tag)\(\"([a-z_]+)\"")
DRAWN = re.compile(r"\bid=\"i-([a-z_]+)\"")


def page_faults(root: Path) -> list[str]:
    """Templates under `root` of either folder that break a rule above."""
    return [
        f"{path.relative_to(root)}: {why}"
        for folder in ("templates", "sandbox/templates")
        for path in all_files(root / folder)
        if path.suffix == ".html"
        for why in _faults(path, path.relative_to(root / folder).parts[0])
    ]


def icons_not_drawn(root: Path) -> list[str]:
    """Icons a template asks for that no sprite holds: the reader would see an empty place."""
    templates = [path for path in all_files(root / "templates") if path.suffix == ".html"]
    texts = {path: path.read_text(encoding="utf-8") for path in templates}
    drawn = {
        name
        for path, text in texts.items()
        if path.name.startswith("sprite")
        for name in DRAWN.findall(text)
    }
    return [
        f"{path.relative_to(root)}: no icon {name!r} is drawn"
        for path, text in texts.items()
        for name in ICON.findall(text)
        if name not in drawn
    ]


def _faults(path: Path, area: str) -> Iterator[str]:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    html = JINJA.sub("", text)
    extends = bool(EXTENDS.search(text))
    if path.name.startswith("_"):
        if extends:
            yield "a fragment never extends"
    elif Path(area).stem not in NO_PAGES and not extends:
        yield "a page extends a layout"
    if UNESCAPED.search(text):
        yield "unescaped output"
    if HANDLER.search(html):
        yield "inline handler"
    if area not in MAY_STYLE and STYLE.search(html):
        yield "inline style"
