"""The driver's way: look, pay, come back, see the code."""

from app.routes.pay.back import come_back, come_by_mail
from app.routes.pay.change_email import ask_own_email, change_own_email
from app.routes.pay.find import show_find, submit_find
from app.routes.pay.guest import (
    follow_ticket,
    guest_comes_back,
    show_ticket,
    submit_guest_payment,
)
from app.routes.pay.promise import submit_promise, submit_withdrawal
from app.routes.pay.resend import submit_resend
from app.routes.pay.show import follow_case, show_case, show_own_case
from app.routes.pay.start import submit_payment

ROUTES = [
    show_case,
    show_own_case,
    follow_case,
    submit_payment,
    submit_promise,
    submit_withdrawal,
    come_back,
    come_by_mail,
    submit_resend,
    ask_own_email,
    change_own_email,
    show_find,
    submit_find,
    show_ticket,
    follow_ticket,
    submit_guest_payment,
    guest_comes_back,
]
