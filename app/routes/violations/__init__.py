"""Violations: entry, list, one ticket, its printed face, and taking it back."""

from app.routes.violations import never_applied
from app.routes.violations.entry import show_boots, show_car, show_entry, submit_entry
from app.routes.violations.listing import show_list
from app.routes.violations.review import ask_decision, ask_review, do_decide, do_review
from app.routes.violations.show import print_ticket, show_ticket
from app.routes.violations.void import ask_void, do_void

ROUTES = [
    show_list,
    show_entry,
    submit_entry,
    show_car,
    show_boots,
    show_ticket,
    print_ticket,
    ask_void,
    do_void,
    ask_review,
    do_review,
    ask_decision,
    do_decide,
    *never_applied.ROUTES,
]
