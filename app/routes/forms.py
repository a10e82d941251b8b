"""Read a posted form and collect every problem before refusing, so that nobody corrects twice."""

from collections.abc import Sequence
from typing import Any

from litestar import Request

from app.routes.address import row_number
from app.rules.errors import Invalid
from app.rules.money.cents import MOST_CENTS, cents_from_text
from app.rules.wording import N_

MAX_TEXT = 2000


class Form:
    """The posted values and what is wrong with them so far."""

    def __init__(self, values: Sequence[tuple[str, str]]) -> None:
        self.values = list(values)
        self.problems: dict[str, str] = {}

    def text(self, name: str, *, most: int = 200) -> str:
        """The trimmed value or "". Longer than `most` characters is a problem."""
        value = next((v for k, v in self.values if k == name), "").strip()
        if len(value) > most or "\x00" in value:
            self.problems[name] = N_("This is too long. Please shorten it.")
        return value

    def required(self, name: str, message: str, *, most: int = 200) -> str:
        """As `text`, and an empty value is a problem that says `message`."""
        value = self.text(name, most=most)
        if not value:
            self.problems.setdefault(name, message)
        return value

    def secret(self, name: str, message: str, *, most: int = 200) -> str:
        """A password exactly as typed, blanks at its ends included; an empty one is a problem."""
        value = next((v for k, v in self.values if k == name), "")
        if not value:
            self.problems[name] = message
        elif len(value) > most:
            self.problems[name] = N_("This is too long. Please shorten it.")
        return value

    def all(self, name: str) -> list[str]:
        """Every value of `name` (checkboxes, multiple selects)."""
        return [v.strip() for k, v in self.values if k == name and v.strip()]

    def flag(self, name: str) -> bool:
        """True when a checkbox was ticked."""
        return bool(self.text(name))

    def id(self, name: str) -> int | None:
        """A row id, or None; anything else than digits is a problem."""
        value = self.text(name)
        found = row_number(value)
        if value and found is None:
            self.problems[name] = N_("Choose one of the options offered.")
        return found

    def cents(self, name: str, message: str = N_("Enter an amount like 45.00.")) -> int | None:
        """An amount typed by a person, in cents up to `MOST_CENTS`; None when empty or wrong."""
        raw = self.text(name)
        if not raw:
            return None
        try:
            value = cents_from_text(raw, name)
        except Invalid:
            value = MOST_CENTS + 1
        if value > MOST_CENTS:
            self.problems[name] = message
            return None
        return value

    def check(self) -> None:
        """Raise `Invalid` with every problem found so far."""
        if self.problems:
            raise Invalid(fields=self.problems)


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """The posted form. Raises `Invalid` for file parts where text was expected."""
    data = await request.form()
    pairs = [(key, value) for key, value in data.multi_items() if isinstance(value, str)]
    return Form(pairs)
