"""The counter: cash, cheques, and the office's own card terminal."""

from app.routes.counter.car import show_car, submit_money
from app.routes.counter.drawer import show_drawer
from app.routes.counter.search import show_counter

ROUTES = [show_counter, show_drawer, show_car, submit_money]
