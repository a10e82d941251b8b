"""The live overview of every boot."""

from app.routes.dashboard import board, gear

ROUTES = [*board.ROUTES, *gear.ROUTES]
