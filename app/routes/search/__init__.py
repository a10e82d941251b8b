"""The one search that stands on every page of the staff."""

from app.routes.search.results import show_results

ROUTES = [show_results]
