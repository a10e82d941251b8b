"""System Settings."""

from app.routes.settings.logo import ask_logo, save_logo, show_logo, take_logo_away
from app.routes.settings.settings_page import save_settings, show_settings

ROUTES = [show_settings, save_settings, ask_logo, save_logo, take_logo_away, show_logo]
