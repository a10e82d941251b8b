"""Static files under hashed names, and the health check."""

from app.routes.statics.files import send_file
from app.routes.statics.health import show_health

ROUTES = [send_file, show_health]
