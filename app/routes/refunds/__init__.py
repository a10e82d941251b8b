"""Money that goes back: what is to do, the decision about a deposit, trying again, paying out."""

from app.routes.refunds.after import ask_pay_out, ask_retry, do_pay_out, do_retry
from app.routes.refunds.goodwill import ask_goodwill, do_goodwill
from app.routes.refunds.process import ask_refund, do_refund
from app.routes.refunds.stuck import ask_close, do_close
from app.routes.refunds.to_do import show_refunds

ROUTES = [
    show_refunds,
    ask_refund,
    do_refund,
    ask_retry,
    do_retry,
    ask_pay_out,
    do_pay_out,
    ask_close,
    do_close,
    ask_goodwill,
    do_goodwill,
]
