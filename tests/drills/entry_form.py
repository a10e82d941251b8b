"""Reads the violation entry page as a browser does: what each field holds, what is on offer."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class EntryForm:
    """The filled fields of the page and the boots offered, as (id, name)."""

    fields: dict[str, str] = field(default_factory=dict)
    offences: list[str] = field(default_factory=list)
    boots: list[tuple[str, str]] = field(default_factory=list)


def read_entry_form(html: str) -> EntryForm:
    """What a browser would send from this page. Raises `AssertionError` when no entry is on it."""
    reader = _Reader()
    reader.feed(html)
    if not reader.form.fields.get("key"):
        raise AssertionError("there is no entry form on this page")
    return reader.form


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = EntryForm()
        self._select = ""
        self._area = ""
        self._boot = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        name = at.get("name", "")
        if tag == "input" and at.get("type") == "checkbox":
            if name == "offence" and "checked" in at:
                self.form.offences.append(at["value"])
        elif tag == "input" and name:
            self.form.fields[name] = at.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self.form.fields[name] = ""
        elif tag == "option":
            self._option(at)

    def _option(self, at: dict[str, str]) -> None:
        value = at.get("value", "")
        if "selected" in at or self._select not in self.form.fields:
            self.form.fields[self._select] = value
        if self._select == "boot_id" and value:
            self._boot = value

    def handle_data(self, data: str) -> None:
        if self._boot:
            self.form.boots.append((self._boot, data.strip()))
            self._boot = ""
        elif self._area:
            self.form.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
