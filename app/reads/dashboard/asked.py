"""What of the board somebody asked for; it lives in the address."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from app.rules.boots.names import name_key
from app.rules.boots.states import BootStatus
from app.rules.errors import Invalid
from app.rules.violations.numbers import compact
from app.rules.violations.plates import normal_plate
from app.rules.wording import N_

ATTENTION = "attention"
LONGEST_SEARCH = 100
# Fewer signs than this would find every ticket, because all begin with the same prefix.
TICKET_FROM = 4


PER_PAGE = 100
# No authority has so many boots; a number beyond it is somebody's play with the address.
LAST_PAGE = 1000


@dataclass(frozen=True)
class Asked:
    """`search` is what was typed; `status` is "", "attention" or a boot's status.

    `group` (values as `status`) is the one that stands at `page`, from 1; all others begin.
    """

    search: str = ""
    status: str = ""
    group: str = ""
    page: int = 1

    def __post_init__(self) -> None:
        if not {self.status, self.group} <= {"", ATTENTION, *BootStatus}:
            raise Invalid(N_("The board cannot be filtered by that."))

    def wants(self, group: str) -> bool:
        """Whether the boots of `group` belong to what was asked for."""
        return self.status in {"", group}

    def with_status(self, status: str) -> "Asked":
        """The same search among the boots of another status, from the beginning."""
        return Asked(self.search, status)

    def at_page(self, group: str, page: int) -> "Asked":
        """The same with `group` at another page; its first page needs no word in the address."""
        return replace(self, group=group if page > 1 else "", page=max(1, page))

    def page_of(self, group: str, count: int) -> int:
        """Which page of `group` is shown: the last one when its `count` boots have become fewer."""
        last = max(1, -(-count // PER_PAGE))
        return min(self.page, last) if group == self.group else 1

    def query(self) -> str:
        """`?q=…&status=…&group=…&page=…`, or "" for the whole board."""
        page = str(self.page) if self.group and self.page > 1 else ""
        group = self.group if page else ""
        pairs = {"q": self.search, "status": self.status, "group": group, "page": page}
        filled = urlencode({key: value for key, value in pairs.items() if value})
        return f"?{filled}" if filled else ""

    def patterns(self) -> tuple[str, str, str, str]:
        """LIKE patterns (escaped by a backslash): boot name, plate, compact ticket, bare number.

        The last is for number and PIN written together, `TT-101333K7M`, and begins after the
        prefix (rule V9). A pattern that can match nothing is "".
        """
        plate, ticket = normal_plate(self.search), compact(self.search)
        return (
            f"%{_literal(name_key(self.search.strip()))}%",
            f"{_literal(plate)}%" if plate else "",
            f"{_literal(ticket)}%" if len(ticket) >= TICKET_FROM else "",
            f"%-{_literal(ticket)}%" if len(ticket) >= TICKET_FROM and ticket[0].isdigit() else "",
        )


def page_asked(text: str) -> int:
    """The page an address asks for, from 1 on; what cannot be read is the first."""
    readable = text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE))
    return min(LAST_PAGE, max(1, int(text))) if readable else 1


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
