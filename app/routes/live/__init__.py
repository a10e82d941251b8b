"""What open screens are told."""

from app.routes.live import stream

ROUTES = stream.ROUTES
