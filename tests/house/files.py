"""What a file of the house may be called, how long it may be and what it may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.trees import all_files, called, code_files, parsed

LONGEST = 300
DRAWERS = {"base", "common", "helper", "helpers", "manager", "managers", "util", "utils"}
# In two pieces each, so that this list does not find itself.
MACHINE_WORDS = tuple(
    re.compile(left + right)
    for left, right in [
        (r"/ho", r"me/[\w.-]+/"),
        (r"/Us", r"ers/[\w.-]+/"),
        (r"/ro", r"ot/"),
        (r"/wo", r"rk/"),
        (r"/tm", r"p/\w"),
        (r"py", r"pi\.org"),
        (r"python", r"hosted"),
        (r"registry\.", r"npmjs"),
        (r"deb\.", r"debian"),
    ]
)


def drawers(root: Path) -> list[str]:
    """Files and folders of code named for nothing in particular."""
    found = {
        part
        for path in [*code_files(root), *all_files(root / "templates")]
        for part in [path.relative_to(root), *path.relative_to(root).parents]
        if part.stem.strip("_") in DRAWERS
    }
    return [f"{part}: name it for its one verb or noun" for part in sorted(found)]


def too_long(root: Path) -> list[str]:
    """Python files longer than anyone reads at once; migrations are append-only and exempt."""
    return [
        f"{path.relative_to(root)}: {lines} lines, {LONGEST} is the end"
        for path in code_files(root)
        if "migrations" not in path.parts
        for lines in [len(path.read_text(encoding="utf-8").splitlines())]
        if lines > LONGEST
    ]


def without_a_sentence(root: Path) -> list[str]:
    """Modules of the app that do not open by saying why they exist."""
    return [
        f"{path.relative_to(root)}: no docstring"
        for path in code_files(root, "app")
        if not ast.get_docstring(parsed(path))
    ]


def actions_of_many_verbs(root: Path) -> list[str]:
    """Action files with a second public function, or with a class that is more than data."""
    return [
        f"{path.relative_to(root)}: {why}"
        for path in code_files(root, "app/actions")
        for why in _not_one_verb(parsed(path), is_package=path.stem == "__init__")
    ]


def steps_with_a_transaction(root: Path) -> list[str]:
    """Steps that open a transaction of their own; they run inside the verb that calls them."""
    return [
        f"{path.relative_to(root)}: a step opens no transaction"
        for path in code_files(root, "app/actions/steps")
        if path.name != "work.py"
        and any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"work", "transaction"}
            for node in ast.walk(parsed(path))
        )
    ]


def _not_one_verb(tree: ast.Module, *, is_package: bool) -> Iterator[str]:
    functions = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_")
    }
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    if len(functions) > 1:
        yield f"one verb a file, here are {', '.join(sorted(functions))}"
    if not functions and not classes and not is_package:
        yield "no verb"
    for node in classes:
        words = {called(word) for word in [*node.decorator_list, *node.bases]}
        if not words & {"dataclass", "Protocol", "StrEnum"}:
            yield f"{node.name} is neither data nor a Protocol"


def busy_actors(root: Path) -> list[str]:
    """Dramatiq actors that do more than parse and call one thing."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.name} is {size} statements, 2 is the end"
        for path in code_files(root, "app")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if any(called(word) == "actor" for word in node.decorator_list)
        for size in [_statements(node)]
        if size > 2
    ]


def _statements(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return sum(isinstance(part, ast.stmt) for line in body for part in ast.walk(line))


def machine_words(root: Path) -> list[str]:
    """Paths of somebody's machine and hosts of package registries, in any text of the tree."""
    return [
        f"{path.relative_to(root)}:{number}: {word.pattern}"
        for path in all_files(root)
        for number, line in enumerate(_lines(path), start=1)
        for word in MACHINE_WORDS
        if word.search(line)
    ]


def _lines(path: Path) -> list[str]:
    content = path.read_bytes()
    return [] if b"\0" in content else content.decode("utf-8", errors="replace").splitlines()
