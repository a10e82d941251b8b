"""Where Piccolo looks for the database and the tables; nothing else lives here."""

from piccolo.conf.apps import AppRegistry

from app.db import engine_for
from app.settings import load_settings

DB = engine_for(load_settings().database_url, load_settings().pool_size)
APP_REGISTRY = AppRegistry(apps=["app.tables.piccolo_app"])
