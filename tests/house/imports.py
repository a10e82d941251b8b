"""Which way imports go: the table of the README's architecture, as code."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.trees import called, code_files, imported_names, module_name, parsed

# A room may always look into itself. A room that is not listed (main, __main__, migrate) composes
# the rest. `clock`, `settings`, `static_files`, `templating` and `wordbook` are the ground.
MAY_IMPORT = {
    "rules": set[str](),
    "clock": set[str](),
    "demo_keys": set[str](),
    "static_files": set[str](),
    "wordbook": {"rules"},
    "settings": {"rules", "demo_keys"},
    "templating": {"rules", "settings", "clock", "static_files", "wordbook"},
    "db": {"rules", "engines", "settings"},
    "engines": {"rules"},
    "tables": {"rules"},
    "gateways": {"rules", "settings", "templating"},
    "reads": {"rules", "tables", "clock"},
    "actions": {"rules", "tables", "reads", "db", "gateways", "clock", "wordbook"},
    "tasks": {"actions", "gateways", "settings", "rules", "templating"},
    "routes": {
        *("actions", "reads", "rules", "gateways", "tasks.ring"),
        *("clock", "settings", "static_files", "templating", "wordbook"),
    },
}
# Migrations run raw statements, each in the words of the engine at hand.
MORE = {"app.tables.migrations": {"db"}}
# Nothing outside the standard library but these.
ONLY_LIBRARIES = {"rules": {"email_validator"}, "tables": {"piccolo"}}
NEVER_LIBRARIES = {
    "gateways": {"piccolo"},
    "reads": {"dramatiq", "litestar"},
    "actions": {"dramatiq", "litestar"},
    "routes": {"dramatiq", "piccolo"},
}
ENGINES = ("asyncpg", "aiosqlite", "sqlite3", "piccolo.engine")
# Needs a library that is an optional extra, so it is loaded by name, and only when it is set up.
OPTIONAL = {"app.gateways.payments.stripe_checkout"}
# Large, and needed by few processes: loaded by name with the first picture or code.
LATER = {"qrcode", "app.gateways.logos", "app.gateways.mail.pictures"}
# The commands of `python -m app`: a process loads the one that it carries out.
COMMANDS = {
    *("app.demo.run", "app.serve", "app.work_shift"),
    *("app.migrate", "app.ledger_check", "app.reseal", "app.take_factor_away"),
}
MAY_CHOOSE_GATEWAYS = ("app.main", "app.tasks")


def within(name: str, module: str) -> bool:
    """Whether `name` is `module` or something in it."""
    return name == module or name.startswith(f"{module}.")


def wrong_directions(root: Path) -> list[str]:
    """Imports that go against the table."""
    return [
        f"{path.relative_to(root)}:{line}: {room} may not import {name}"
        for path in code_files(root, "app")
        for module in [module_name(root, path)]
        for room in [(*module.split("."), "")[1]]
        for line, name in imported_names(parsed(path))
        if not _may(module, room, name)
    ]


def _may(module: str, room: str, name: str) -> bool:
    if within(name, "sandbox"):
        return False
    if within(name, "app"):
        if room not in MAY_IMPORT:
            return True
        more = (word for place, words in MORE.items() if within(module, place) for word in words)
        rooms = {room, *MAY_IMPORT[room], *more}
        return any(within(name, f"app.{other}") for other in rooms)
    library = name.split(".", maxsplit=1)[0]
    if room in ONLY_LIBRARIES:
        return library in ONLY_LIBRARIES[room] or library in sys.stdlib_module_names
    return library not in NEVER_LIBRARIES.get(room, ())


def engines_outside_db(root: Path) -> list[str]:
    """Modules that know the database engines, beside app/db.py, app/engines and the migrations."""
    return [
        f"{path.relative_to(root)}:{line}: only app/db.py knows the engines ({name})"
        for path in code_files(root, "app")
        for module in [module_name(root, path)]
        if not within(module, "app.db")
        and not within(module, "app.engines")
        and "migrations" not in path.parts
        for line, name in imported_names(parsed(path))
        if any(within(name, engine) for engine in ENGINES)
    ]


def sandbox_looking_into_app(root: Path) -> list[str]:
    """The pretend provider knows public addresses only."""
    return [
        f"{path.relative_to(root)}:{line}: the sandbox may not import {name}"
        for path in code_files(root, "sandbox")
        for line, name in imported_names(parsed(path))
        if within(name, "app")
    ]


def misplaced_imports(root: Path) -> list[str]:
    """Imports that are relative, or not at the top level of their file."""
    return [
        f"{path.relative_to(root)}:{line}: {why}"
        for path in code_files(root)
        for line, why in _misplaced(parsed(path))
    ]


def _misplaced(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            if isinstance(node, ast.ImportFrom) and node.level:
                yield node.lineno, "relative import"
            if node not in tree.body:
                yield node.lineno, "import below the top of the file"
        elif isinstance(node, ast.Call) and called(node) in {"__import__", "import_module"}:
            named = node.args[0] if node.args else None
            if isinstance(named, ast.Constant) and named.value in OPTIONAL | LATER | COMMANDS:
                continue
            yield node.lineno, "import in disguise"


def gateways_chosen_elsewhere(root: Path) -> list[str]:
    """Concrete gateways named by a room that should be handed one behind its Protocol."""
    concrete = concrete_gateways(root)
    homes = {module for module, _ in concrete}
    names = {name for _, name in concrete}
    return [
        f"{path.relative_to(root)}:{line}: only app.main and app.tasks choose {name}"
        for path in code_files(root, "app")
        for module in [module_name(root, path)]
        if module not in MAY_CHOOSE_GATEWAYS and not within(module, "app.gateways")
        for line, name in imported_names(parsed(path))
        if within(name, "app.gateways") and (name in homes or name.rpartition(".")[2] in names)
    ]


def concrete_gateways(root: Path) -> set[tuple[str, str]]:
    """(module, class) of each class in gateways that has every method of a Protocol there."""
    classes = [
        (module_name(root, path), node)
        for path in code_files(root, "app/gateways")
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef)
    ]
    protocols = [node for _, node in classes if _is_protocol(node)]
    return {
        (module, node.name)
        for module, node in classes
        if not _is_protocol(node)
        if any(_has_all_of(node, protocol) for protocol in protocols)
    }


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(called(base) == "Protocol" for base in node.bases)


def _has_all_of(node: ast.ClassDef, protocol: ast.ClassDef) -> bool:
    declared = any(called(base) == protocol.name for base in node.bases)
    return declared or (bool(_methods(protocol)) and _methods(protocol) <= _methods(node))


def _methods(node: ast.ClassDef) -> set[str]:
    return {
        part.name for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
    }
