"""The switch on every page: read on in another language."""

from app.routes.language.switch import switch_language

ROUTES = [switch_language]
