"""Signing in and out."""

from app.routes.staff.sign_in import show_sign_in, submit_sign_in
from app.routes.staff.sign_out import submit_sign_out

ROUTES = [show_sign_in, submit_sign_in, submit_sign_out]
