"""The schema the migrations make is the one the tables describe, and keeps its promises."""

import pytest

from app.db import database
from app.migrate import migrate
from app.tables.piccolo_app import APP_CONFIG
from app.tables.records.audit_event import AuditEvent
from tests.factories import a_staff

TABLES = APP_CONFIG.table_classes


@pytest.mark.parametrize("table", TABLES, ids=[one._meta.tablename for one in TABLES])
async def test_each_table_has_exactly_the_columns_it_describes(
    table: type, engine_name: str
) -> None:
    name = table._meta.tablename  # type: ignore[attr-defined]
    described = {column._meta.db_column_name for column in table._meta.columns}  # type: ignore[attr-defined]
    if engine_name == "sqlite":
        rows = await table.raw(f"PRAGMA table_info({name})")  # type: ignore[attr-defined]
        found = {row["name"] for row in rows}
    else:
        rows = await table.raw(  # type: ignore[attr-defined]
            "SELECT column_name FROM information_schema.columns WHERE table_name = {}", name
        )
        found = {row["column_name"] for row in rows}
    assert found == described


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"]
)
async def test_audit_rows_can_neither_be_changed_nor_removed(statement: str) -> None:
    await a_staff()
    with pytest.raises(Exception, match="only grows"):
        await AuditEvent.raw(statement)
    assert await AuditEvent.count() == 1


async def test_migrating_twice_changes_nothing(app_db: str) -> None:
    await migrate()
    assert database().engine_type in {"sqlite", "postgres"}
