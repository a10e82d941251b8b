"""My account: what belongs to the person who is signed in."""

from app.routes.account.renew import ask_renew, do_renew
from app.routes.account.show import show_account
from app.routes.account.turn_off import ask_turn_off, do_turn_off
from app.routes.account.turn_on import do_turn_on, show_turn_on

ROUTES = [
    show_account,
    show_turn_on,
    do_turn_on,
    ask_turn_off,
    do_turn_off,
    ask_renew,
    do_renew,
]
