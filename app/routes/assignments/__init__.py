"""The deeds of a boot's life: authorise, return, make available, take out and the rest."""

from app.routes.assignments.deeds import deed_routes
from app.routes.assignments.doing import WAYS

ROUTES = [handler for verb, way in WAYS.items() for handler in deed_routes(verb, way)]
