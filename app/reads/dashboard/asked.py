"""What of the board somebody asked for; it lives in the address."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Asked:
    """`search` is what was typed; `status` is "", "attention" or a boot's status."""

    search: str = ""
    status: str = ""

    def __post_init__(self) -> None:
        if self.status not in {"", ATTENTION, *BootStatus}:
            raise Invalid(N_("The board cannot be filtered by that."))

    def wants(self, group: str) -> bool:
        """Whether the boots of `group` belong to what was asked for."""
        return self.status in {"", group}

    def with_status(self, status: str) -> "Asked":
        """The same search among the boots of another status."""
        return Asked(self.search, status)

    def query(self) -> str:
        """`?q=…&status=…`, or "" for the whole board."""
        pairs = {"q": self.search, "status": self.status}
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


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
