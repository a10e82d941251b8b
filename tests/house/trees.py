"""Reading a source tree, so that the checks of the house talk about rules and not about files."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

CODE_ROOMS = (
    "app",
    "sandbox",
    "tests",
    "e2e",
    "bench",
    "drills",
    "lighthouse",
    "scripts",
    "piccolo_conf.py",
)
# What a run or a tool leaves behind is no part of the tree.
LEFT_BEHIND = {"__pycache__", "build", "data", "node_modules", "results", "test-results"}


def all_files(root: Path) -> Iterator[Path]:
    """Every file of the project under `root`; of the dot folders only `.ci`."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if name not in LEFT_BEHIND and (name == ".ci" or not name.startswith("."))
        )
        yield from (Path(folder) / name for name in sorted(names))


def code_files(root: Path, *rooms: str) -> Iterator[Path]:
    """The Python files below the named rooms of `root` (all rooms when none is named)."""
    for room in rooms or CODE_ROOMS:
        place = root / room
        if place.is_file():
            yield place
        else:
            yield from (path for path in all_files(place) if path.suffix == ".py")


def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(root: Path, path: Path) -> str:
    """`app/rules/fees.py` -> `app.rules.fees`; a package's `__init__` is the package."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of all that is imported: `from a.b import c` gives `a.b.c`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def called(node: ast.expr) -> str:
    """The last word of a decorator, base or function: `dramatiq.actor(...)` -> `actor`."""
    if isinstance(node, ast.Call | ast.Subscript):
        return called(node.func if isinstance(node, ast.Call) else node.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
