"""Keeps the arrangement that README's architecture section describes, and proves it notices."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import files, imports, pages
from tests.house.trees import all_files

ROOT = Path(__file__).parents[1]
Check = Callable[[Path], list[str]]

SMTP = '''"""Sends."""
class SmtpPostman:
    async def send(self, letter): ...
'''
POSTMAN = '''"""Hands letters over."""
class Postman(Protocol):
    async def send(self, letter): ...
'''
TWO_VERBS = "def save_ticket(): ...\ndef void_ticket(): ...\n"
BUSY_ACTOR = """
@dramatiq.actor(queue_name="mail")
def keep_promise(number):
    for _ in range(3):
        if send(number):
            break
"""

# For each check: trees it must complain about once, trees it must leave in peace.
PLANTED: list[tuple[Check, dict[str, str], int]] = [
    (imports.wrong_directions, {"app/rules/fees.py": "import piccolo"}, 1),
    (imports.wrong_directions, {"app/rules/fees.py": "from app.settings import Settings"}, 1),
    (imports.wrong_directions, {"app/rules/a.py": "import datetime, email_validator"}, 0),
    (imports.wrong_directions, {"app/rules/a.py": "from app.rules.b import C"}, 0),
    (imports.wrong_directions, {"app/tables/boot.py": "from app.reads import x"}, 1),
    (imports.wrong_directions, {"app/tables/boot.py": "import httpx"}, 1),
    (imports.wrong_directions, {"app/tables/boot.py": "from piccolo.table import Table"}, 0),
    (imports.wrong_directions, {"app/tables/boot.py": "from app.db import database"}, 1),
    (imports.wrong_directions, {"app/tables/migrations/m1.py": "from app.db import x"}, 0),
    (imports.wrong_directions, {"app/settings.py": "from app.templating import Templates"}, 1),
    (imports.wrong_directions, {"app/gateways/paper/pdf.py": "from app.tables import Boot"}, 1),
    (imports.wrong_directions, {"app/reads/pay_page.py": "from app.actions.pay import pay"}, 1),
    (imports.wrong_directions, {"app/reads/pay_page.py": "from app import db"}, 1),
    (imports.wrong_directions, {"app/actions/pay.py": "from app.routes import pay"}, 1),
    (imports.wrong_directions, {"app/actions/pay.py": "from litestar import get"}, 1),
    (imports.wrong_directions, {"app/actions/pay.py": "from app.db import transaction"}, 0),
    (imports.wrong_directions, {"app/tasks/mail.py": "from app.tables.mail import Mail"}, 1),
    (imports.wrong_directions, {"app/routes/pay.py": "from piccolo.query import Select"}, 1),
    (imports.wrong_directions, {"app/routes/pay.py": "from app.tables import boot"}, 1),
    (imports.wrong_directions, {"app/routes/pay.py": "from app.db import transaction"}, 1),
    (imports.wrong_directions, {"app/routes/pay.py": "from app.tasks.outbox import keep"}, 1),
    (imports.wrong_directions, {"app/routes/pay.py": "from app.tasks.ring import ring"}, 0),
    (imports.wrong_directions, {"app/routes/pay.py": "from app.tasks import ring"}, 0),
    (imports.wrong_directions, {"app/routes/pay.py": "from app.settings import Settings"}, 0),
    (imports.wrong_directions, {"app/main.py": "from sandbox.store import Store"}, 1),
    (imports.wrong_directions, {"app/main.py": "from app.db import engine_for"}, 0),
    (imports.engines_outside_db, {"app/reads/boots.py": "import asyncpg"}, 1),
    (imports.engines_outside_db, {"app/main.py": "from piccolo.engine import sqlite"}, 1),
    (imports.engines_outside_db, {"app/db.py": "import asyncpg, aiosqlite"}, 0),
    (imports.sandbox_looking_into_app, {"sandbox/store.py": "from app.rules import fees"}, 1),
    (imports.sandbox_looking_into_app, {"sandbox/store.py": "import sqlite3"}, 0),
    (imports.misplaced_imports, {"app/rules/a.py": "from . import b"}, 1),
    (imports.misplaced_imports, {"tests/test_a.py": "def test():\n    import app"}, 1),
    (imports.misplaced_imports, {"app/a.py": "if TYPE_CHECKING:\n    import app.b"}, 1),
    (imports.misplaced_imports, {"app/a.py": 'b = importlib.import_module("app.b")'}, 1),
    (imports.misplaced_imports, {"app/a.py": '"""Why."""\nimport app.b'}, 0),
    (files.drawers, {"app/rules/utils.py": ""}, 1),
    (files.drawers, {"app/helpers/money.py": ""}, 1),
    (files.drawers, {"templates/layouts/base.html": ""}, 1),
    (files.drawers, {"app/rules/fees.py": ""}, 0),
    (files.too_long, {"app/rules/fees.py": "x = 1\n" * 301}, 1),
    (files.too_long, {"app/rules/fees.py": "x = 1\n" * 300}, 0),
    (files.too_long, {"app/tables/migrations/m0001.py": "x = 1\n" * 301}, 0),
    (files.without_a_sentence, {"app/rules/fees.py": "# Fees.\n"}, 1),
    (files.without_a_sentence, {"app/rules/fees.py": '"""Fees by date."""\n'}, 0),
    (files.actions_of_many_verbs, {"app/actions/tickets/save.py": TWO_VERBS}, 1),
    (files.actions_of_many_verbs, {"app/actions/save.py": "class Saver: ...\ndef save(): ..."}, 1),
    (files.actions_of_many_verbs, {"app/actions/save.py": "WORDS = 1"}, 1),
    (
        files.actions_of_many_verbs,
        {"app/actions/save.py": "@dataclass(frozen=True)\nclass Saved: ...\ndef save(): ..."},
        0,
    ),
    (
        files.actions_of_many_verbs,
        {"app/actions/save.py": "class How(StrEnum): ...\ndef save(): ..."},
        0,
    ),
    (files.actions_of_many_verbs, {"app/actions/save.py": "def _a(): ...\ndef save(): ..."}, 0),
    (files.steps_with_a_transaction, {"app/actions/steps/a/b.py": "async with work(x, y): ..."}, 1),
    (files.steps_with_a_transaction, {"app/actions/steps/work.py": "transaction()"}, 0),
    (files.steps_with_a_transaction, {"app/actions/pay.py": "transaction()"}, 0),
    (files.busy_actors, {"app/tasks/outbox.py": BUSY_ACTOR}, 1),
    (files.busy_actors, {"app/tasks/mail.py": "@actor\ndef keep():\n    run(promises())"}, 0),
    (files.machine_words, {"README.md": "clone it to /ho" + "me/dana/bootkeeper"}, 1),
    (files.machine_words, {"requirements/run.txt": "--index-url https://py" + "pi.org/"}, 1),
    (files.machine_words, {".ci/run": "cd /wo" + "rk/place"}, 1),
    (files.machine_words, {"README.md": "the data stand in data/", ".venv/a": "/ro" + "ot/"}, 0),
    (pages.page_faults, {"templates/pay/_status.html": '{% extends "layouts/a.html" %}'}, 1),
    (pages.page_faults, {"templates/pay/show.html": "<p>"}, 1),
    (pages.page_faults, {"templates/home.html": "<p>"}, 1),
    (pages.page_faults, {"templates/home.html": '{% extends "layouts/a.html" %}'}, 0),
    (pages.page_faults, {"templates/layouts/public.html": "<p>"}, 0),
    (pages.page_faults, {"templates/pay/_a.html": '<a href="/" onclick="go()">'}, 1),
    (pages.page_faults, {"templates/pay/_a.html": '<a hx-on:click="go()">'}, 1),
    (pages.page_faults, {"templates/pay/_a.html": '<p class="{{ a }}" style="color: red">'}, 1),
    (pages.page_faults, {"templates/mail/release.html": '<p style="color: red">'}, 0),
    (pages.page_faults, {"templates/pay/_a.html": "{{ plate|safe }}"}, 1),
    (pages.page_faults, {"templates/pay/_a.html": "{# never onclick= or |safe #}"}, 0),
    (
        pages.icons_not_drawn,
        {"templates/pay/_a.html": '{{ icon("lock") }}{{ tag("lock", "") }}'},
        2,
    ),
    (
        pages.icons_not_drawn,
        {
            "templates/pay/_a.html": '{{ icon("lock") }}',
            "templates/components/sprite.html": '<symbol id="i-lock">',
        },
        0,
    ),
]
EVERY_CHECK = [*{check: None for check, _, _ in PLANTED}, imports.gateways_chosen_elsewhere]


def plant(root: Path, tree: dict[str, str]) -> None:
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize("check", EVERY_CHECK, ids=lambda check: check.__name__)
def test_the_house_is_in_order(check: Check) -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize(("check", "tree", "complaints"), PLANTED)
def test_a_planted_fault_is_noticed_and_its_neighbour_is_not(
    check: Check, tree: dict[str, str], complaints: int, tmp_path: Path
) -> None:
    plant(tmp_path, tree)
    found = check(tmp_path)
    assert len(found) == complaints, found


@pytest.mark.parametrize(
    ("place", "line", "complaints"),
    [
        ("app/actions/keep.py", "from app.gateways.mail.smtp import SmtpPostman", 1),
        ("app/actions/keep.py", "from app.gateways.mail import smtp", 1),
        ("app/routes/pay.py", "import app.gateways.mail.smtp", 1),
        ("app/tasks/outbox.py", "from app.gateways.mail.smtp import SmtpPostman", 1),
        ("app/actions/keep.py", "from app.gateways.mail.postman import Postman", 0),
        ("app/tasks/__init__.py", "from app.gateways.mail.smtp import SmtpPostman", 0),
        ("app/main.py", "from app.gateways.mail.smtp import SmtpPostman", 0),
    ],
)
def test_only_two_places_choose_a_concrete_gateway(
    place: str, line: str, complaints: int, tmp_path: Path
) -> None:
    gateways = {"app/gateways/mail/smtp.py": SMTP, "app/gateways/mail/postman.py": POSTMAN}
    plant(tmp_path, {**gateways, place: line})
    found = imports.gateways_chosen_elsewhere(tmp_path)
    assert len(found) == complaints, found


def test_the_real_tree_is_found_at_all() -> None:
    """An empty walk would call every house tidy."""
    seen = {path.relative_to(ROOT).as_posix() for path in all_files(ROOT)}
    assert {"pyproject.toml", ".ci/run", "app/db.py", "tests/test_house.py"} <= seen
    assert imports.concrete_gateways(ROOT)
