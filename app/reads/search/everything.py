"""One search over everything a member of staff may look up by what is in hand."""

from dataclasses import dataclass
from datetime import datetime

from app.clock import local_day
from app.reads.boots.inventory import StockOrder, StockRow, inventory
from app.reads.payments.payment_list import PaymentRow
from app.reads.search.payments import payments_found
from app.reads.search.tickets import tickets_found, tickets_written_to
from app.reads.violations.ticket_list import TicketRow
from app.rules.boots.names import NAME_MAX_LENGTH, name_key
from app.rules.settings.system_settings import SystemSettings

MOST = 10


@dataclass(frozen=True)
class Found:
    """At most ten of each kind; `more_…` says that there are others.

    `exact` counts the hits that are what was typed as a whole, not only its beginning or a part.
    """

    tickets: tuple[TicketRow, ...] = ()
    more_tickets: bool = False
    boots: tuple[StockRow, ...] = ()
    more_boots: bool = False
    payments: tuple[PaymentRow, ...] = ()
    more_payments: bool = False
    exact: int = 0

    @property
    def total(self) -> int:
        """How many are shown."""
        return len(self.tickets) + len(self.boots) + len(self.payments)


async def everything(
    search: str, settings: SystemSettings, *, now: datetime, with_payments: bool
) -> Found:
    """Tickets, boots and payments that `search` means; "" finds nothing.

    Payments, and with them emails, are looked up only `with_payments` (rule S1).
    """
    if not search:
        return Found()
    today = local_day(now, settings.time_zone)
    tickets, exact_tickets = await tickets_found(search, today, most=MOST + 1)
    if with_payments and (told := await tickets_written_to(search, today, most=MOST + 1)):
        tickets, exact_tickets = (*told, *tickets)[: MOST + 1], exact_tickets + len(told)
    boots, boot_count = await _boots(search, settings, now)
    payments = await payments_found(search, most=MOST + 1) if with_payments else ()
    wanted = name_key(search)
    return Found(
        tickets=tickets[:MOST],
        more_tickets=len(tickets) > MOST,
        boots=boots,
        more_boots=boot_count > MOST,
        payments=payments[:MOST],
        more_payments=len(payments) > MOST,
        exact=exact_tickets + sum(name_key(boot.name) == wanted for boot in boots) + len(payments),
    )


async def _boots(
    search: str, settings: SystemSettings, now: datetime
) -> tuple[tuple[StockRow, ...], int]:
    """Boots whose name, model or serial number contains `search`, and how many there are."""
    if len(search) > NAME_MAX_LENGTH:
        return (), 0
    stock = await inventory(
        search,
        None,
        order=StockOrder.name,
        place=None,
        now=now,
        new_code_needed=settings.new_code_needed,
    )
    return stock.rows[:MOST], stock.total
