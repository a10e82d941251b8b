"""Signing in and out, and who can."""

from app.routes.staff.add_person import add_person, show_add_person
from app.routes.staff.changes import (
    ask_deactivate,
    ask_reactivate,
    ask_role,
    do_change_role,
    do_deactivate,
    do_reactivate,
)
from app.routes.staff.factor import ask_factor, do_take_factor
from app.routes.staff.people import list_people
from app.routes.staff.second_step import show_code_page, submit_code
from app.routes.staff.sign_in import show_sign_in, submit_sign_in
from app.routes.staff.sign_out import submit_sign_out

ROUTES = [
    show_sign_in,
    submit_sign_in,
    show_code_page,
    submit_code,
    submit_sign_out,
    list_people,
    show_add_person,
    add_person,
    ask_role,
    do_change_role,
    ask_deactivate,
    do_deactivate,
    ask_reactivate,
    do_reactivate,
    ask_factor,
    do_take_factor,
]
