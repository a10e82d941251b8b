"""Who did what."""

from app.routes.audit.listing import list_audit

ROUTES = [list_audit]
