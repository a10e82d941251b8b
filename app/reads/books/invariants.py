"""The list of what must always be true of the books; a check asks every question of it."""

from app.reads.books.invariant import Invariant
from app.reads.books.of_boots import OF_BOOTS
from app.reads.books.of_payments import OF_PAYMENTS
from app.reads.books.of_promises import OF_PROMISES
from app.reads.books.of_refunds import OF_REFUNDS

INVARIANTS: tuple[Invariant, ...] = (*OF_PAYMENTS, *OF_REFUNDS, *OF_BOOTS, *OF_PROMISES)
