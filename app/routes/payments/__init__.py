"""Money as the office sees it: the list, one payment, takings by day."""

from app.routes.payments.change_email import ask_payer_email, change_payer_email
from app.routes.payments.listing import list_payments
from app.routes.payments.show import show_payment
from app.routes.payments.takings import export_takings, show_takings

ROUTES = [
    list_payments,
    show_payment,
    show_takings,
    export_takings,
    ask_payer_email,
    change_payer_email,
]
