"""The sandbox is another company: it shares no code with Bootkeeper."""

import ast
from pathlib import Path

import pytest

SANDBOX = Path(__file__).parents[2] / "sandbox"


def imported(source: str) -> set[str]:
    """First names of all modules a source imports, deferred and by-name imports included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names.add("import_module")
        elif isinstance(node, ast.Name) and node.id == "__import__":
            names.add("__import__")
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", sorted(SANDBOX.rglob("*.py")), ids=lambda path: path.stem)
def test_the_sandbox_never_imports_the_app(path: Path) -> None:
    foreign = imported(path.read_text()) & {"app", "tests", "", "import_module", "__import__"}
    assert not foreign


@pytest.mark.parametrize(
    "planted",
    [
        "import app.tables",
        "from app.actions import pay",
        "def f():\n    import app",
        "from ..app import db",
        "import importlib\nimportlib.import_module('app')",
        "__import__('app')",
    ],
)
def test_every_way_to_import_the_app_is_seen(planted: str) -> None:
    assert imported(planted) & {"app", "", "import_module", "__import__"}
