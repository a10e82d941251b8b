"""The Booting Activity Report: its pages, its totals, its charts and its file."""

from app.routes.report.charts import show_charts, show_money
from app.routes.report.export import export_report
from app.routes.report.show import show_report, show_totals

ROUTES = [show_report, show_totals, show_charts, show_money, export_report]
