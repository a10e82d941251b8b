"""The System Settings page, drawn from the catalogue of settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.settings.change_settings import CHANGED_MEANWHILE, change_settings
from app.reads.settings.system_settings import system_settings
from app.reads.violations.last_number import last_number_row
from app.routes.desk import Desk
from app.routes.flash import flash_of
from app.routes.forms import read_form
from app.routes.kept_entry import KEEPS_ENTRY
from app.routes.pages import page, shown
from app.routes.reader import reader_language
from app.routes.visitor import PERMISSION, actor_of
from app.rules.errors import Invalid
from app.rules.money.cents import as_typed
from app.rules.people.access import Permission
from app.rules.people.languages import LANGUAGE_WORDS
from app.rules.settings.catalogue import (
    CATALOGUE,
    SECTION_WORDS,
    SettingKind,
    SettingRule,
    SettingValue,
)
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_

MANAGE = {PERMISSION: Permission.manage_settings}
MAY_BE_EMPTY = {
    SettingKind.text,
    SettingKind.long_text,
    SettingKind.phone,
    SettingKind.email,
    SettingKind.url,
    SettingKind.picture,
}
AnyRequest = Request[Any, Any, Any]
ON_FORM = tuple(key for key, rule in CATALOGUE.items() if rule.on_form)
# The hidden field that tells what the page showed, so that nobody undoes another's change.
SHOWN = "shown"


@dataclass(frozen=True)
class SettingRow:
    """One setting as drawn: `label`, `help` and `already` are msgids, `value` as typed."""

    key: str
    label: str
    help: str
    already: str
    kind: SettingKind
    value: str
    options: tuple[tuple[str, str], ...]
    required: bool


@dataclass(frozen=True)
class SettingsSection:
    """One card of the page; `title` is a msgid."""

    title: str
    rows: tuple[SettingRow, ...]


DONE_WORDS: Mapping[str, str] = {
    "saved": N_("The settings are saved."),
    "logo": N_("The logo is saved. New pages, mails, labels and receipts show it."),
    "no_logo": N_("The logo is removed."),
    "same": N_("Nothing was changed, so nothing was saved."),
}


@get("/settings", opt=MANAGE)
async def show_settings(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[str]:
    """Every setting with its present value."""
    return await _draw(request, desk)


@post("/settings", opt=MANAGE, exception_handlers=KEEPS_ENTRY)
async def save_settings(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Save what changed; a refused form comes back as it was typed."""
    form = await read_form(request)
    typed = {key: form.text(key, most=2000) for key in ON_FORM}
    shown_before = _shown(form.text(SHOWN, most=20_000))
    number = form.text("next_number_shown")
    try:
        form.check()
        await change_settings(
            actor_of(request), desk.bells, typed, shown=shown_before, next_number_shown=number
        )
    except Invalid as error:
        kept = _Entered(typed, shown_before or {}, number)
        return await _draw(request, desk, kept, error)
    return Redirect("/settings?done=saved", status_code=303)


@dataclass(frozen=True)
class _Entered:
    """A refused form: what was `typed` and what the page had `shown` before, by key."""

    typed: Mapping[str, str]
    shown: Mapping[str, str]
    next_number: str

    def untouched(self, key: str) -> bool:
        """Whether the person left this one as the page showed it."""
        return key in self.shown and _lines(self.typed[key]) == _lines(self.shown[key])


def _lines(text: str) -> list[str]:
    # Browsers send the ends of lines as the web wants them.
    return text.strip().splitlines()


def _shown(text: str) -> dict[str, str] | None:
    """What the page showed, as it comes back; None for what no page of ours sends."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(found, dict) and set(found) == set(ON_FORM)
    return found if whole and all(isinstance(one, str) for one in found.values()) else None


async def _draw(
    request: AnyRequest,
    desk: Desk,
    entered: _Entered | None = None,
    error: Invalid | None = None,
) -> Response[str]:
    """The page, with what was typed and what is wrong with it."""
    stored = await system_settings()
    settings = replace(stored, next_number=stored.next_number + await last_number_row())
    sections = _sections(settings)
    current = {row.key: row.value for part in sections for row in part.rows if row.key in ON_FORM}
    values, shown_now = dict[str, str](), dict(current)
    number = str(settings.next_number)
    if entered is not None:
        refused = error.fields if error else {}
        # The next number moves on by itself with every ticket, and has its own field for that.
        mine = {key for key in ON_FORM if key == "next_number" or not entered.untouched(key)}
        values = current | {key: entered.typed[key] for key in mine}
        # Once told that somebody else changed one as well, saving it again is a decision.
        untold = {key for key in mine if refused.get(key) != CHANGED_MEANWHILE}
        shown_now |= {key: entered.shown[key] for key in untold if key in entered.shown}
        number = entered.next_number or number
    told = shown(error) if error else None
    return await page(
        request,
        "settings/show.html",
        status=error.status if error else 200,
        sections=sections,
        values=values,
        shown=json.dumps(shown_now),
        next_number_shown=number,
        errors=told.fields if told else {},
        trouble=None if not told or told.fields else told,
        base_url=desk.settings.base_url,
        flash=None if error else flash_of(DONE_WORDS, request.query_params.get("done", "")),
    )


def _sections(settings: SystemSettings) -> tuple[SettingsSection, ...]:
    return tuple(
        SettingsSection(
            title,
            tuple(
                _row(rule, getattr(settings, rule.key))
                for rule in CATALOGUE.values()
                if rule.section is section
            ),
        )
        for section, title in SECTION_WORDS.items()
    )


def _row(rule: SettingRule, value: SettingValue) -> SettingRow:
    return SettingRow(
        key=rule.key,
        label=rule.label,
        help=rule.help,
        already=rule.already,
        kind=rule.kind,
        value=_as_typed(rule.kind, value),
        options=tuple((one, LANGUAGE_WORDS.get(one, one)) for one in rule.choices),
        required=rule.required or (rule.kind not in MAY_BE_EMPTY and not rule.optional),
    )


def _as_typed(kind: SettingKind, value: SettingValue) -> str:
    if value is None:
        return ""
    if kind is SettingKind.switch:
        return "on" if value else ""
    if kind in (SettingKind.money, SettingKind.percent) and isinstance(value, int):
        return as_typed(value, reader_language())
    return str(value)
