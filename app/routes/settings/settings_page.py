"""The System Settings page, drawn from the catalogue of settings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.actions.settings.change_settings import change_settings
from app.reads.settings.system_settings import system_settings
from app.reads.violations.last_number import last_number_row
from app.routes.desk import Desk
from app.routes.flash import flash_of
from app.routes.forms import read_form
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


@dataclass(frozen=True)
class SettingRow:
    """One setting as drawn: `label` and `help` are msgids, `value` as a person would type it."""

    key: str
    label: str
    help: str
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


@post("/settings", opt=MANAGE)
async def save_settings(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Save what changed; a refused form comes back as it was typed."""
    form = await read_form(request)
    typed = {key: form.text(key, most=2000) for key, rule in CATALOGUE.items() if rule.on_form}
    number = form.text("next_number_shown")
    try:
        form.check()
        await change_settings(actor_of(request), desk.bells, typed, next_number_shown=number)
    except Invalid as error:
        return await _draw(request, desk, typed | {"next_number_shown": number}, error)
    return Redirect("/settings?done=saved", status_code=303)


async def _draw(
    request: AnyRequest,
    desk: Desk,
    typed: Mapping[str, str] | None = None,
    error: Invalid | None = None,
) -> Response[str]:
    """The page, with what was typed and what is wrong with it."""
    stored = await system_settings()
    settings = replace(stored, next_number=stored.next_number + await last_number_row())
    told = shown(error) if error else None
    return await page(
        request,
        "settings/show.html",
        status=error.status if error else 200,
        sections=_sections(settings),
        values=typed or {},
        next_number_shown=(typed or {}).get("next_number_shown") or str(settings.next_number),
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
