"""Receipts: read, printed, kept as a PDF."""

from app.routes.receipts.show import fetch_pdf, follow_pdf, order_pdf, show_receipt

ROUTES = [show_receipt, follow_pdf, order_pdf, fetch_pdf]
