"""Offense Types: categories and what they charge."""

from app.routes.offences.category import add_one, rename_one, show_add, show_rename
from app.routes.offences.listing import show_catalogue
from app.routes.offences.offence_type import add_type, edit_type, show_add_type, show_edit_type

ROUTES = [
    show_catalogue,
    show_add,
    add_one,
    show_rename,
    rename_one,
    show_add_type,
    add_type,
    show_edit_type,
    edit_type,
]
