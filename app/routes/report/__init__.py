"""The Booting Activity Report: its pages, its totals and its file."""

from app.routes.report.export import export_report
from app.routes.report.show import show_report, show_totals

ROUTES = [show_report, show_totals, export_report]
