"""The mail log: every letter, what became of it, and sending it again."""

from app.routes.mails import listing, show

ROUTES = [*listing.ROUTES, *show.ROUTES]
