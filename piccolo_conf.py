"""Where Piccolo looks for the database and the tables; nothing else lives here."""

from piccolo.conf.apps import AppRegistry

from app.db import database

DB = database()
APP_REGISTRY = AppRegistry(apps=["app.tables.piccolo_app"])
