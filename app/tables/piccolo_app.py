"""Tells Piccolo which tables and migrations belong to Bootkeeper."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

ROOMS = ("people", "street", "boots", "money", "effects", "records", "stock")


def _modules() -> list[str]:
    here = Path(__file__).parent
    return [
        f"app.tables.{room}.{file.stem}"
        for room in ROOMS
        for file in sorted((here / room).glob("*.py"))
        if file.stem != "__init__"
    ]


APP_CONFIG = AppConfig(
    app_name="bootkeeper",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(_modules()),
)
