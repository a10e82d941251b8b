"""System Settings."""

from app.routes.settings.settings_page import save_settings, show_settings

ROUTES = [show_settings, save_settings]
