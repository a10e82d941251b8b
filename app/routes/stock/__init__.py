"""Stock takes: start, count, finish, result."""

from app.routes.stock.count import count_here, count_scanned, show_counted
from app.routes.stock.export import export_result
from app.routes.stock.finish import ask_finish, do_finish
from app.routes.stock.listing import list_takes, start_take
from app.routes.stock.take_page import show_take

ROUTES = [
    list_takes,
    start_take,
    show_take,
    count_here,
    count_scanned,
    show_counted,
    ask_finish,
    do_finish,
    export_result,
]
