"""One Jinja environment for pages, mails and paper: strict, escaping, translated."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from app.rules.people.languages import OWN_NAMES
from app.static_files import StaticFiles
from app.wordbook import called, translate, wordbook

# What stands between a name and what follows it; French keeps it away from the word.
COLON = {"fr": "\u00a0:"}
MINUS = "\N{MINUS SIGN}"
TEMPLATES_DIR = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True)
class Surroundings:
    """What every template may ask about the page, mail or paper it is part of."""

    language: str = "en"
    time_zone: str = "America/Toronto"
    currency: str = "CAD"
    nonce: str = ""
    csrf_token: str = ""


# Macros imported without context see only globals, so the surroundings travel beside the context.
_surroundings: ContextVar[Surroundings] = ContextVar("surroundings")


class Templates:
    """Renders templates by name."""

    def __init__(self, static: StaticFiles) -> None:
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES_DIR),
            undefined=StrictUndefined,
            # Everything is escaped but the plain-text parts of mails.
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # Read once, like the static files: a look at the disk for each part of each page
            # would cost a tenth of the answer (target P1).
            auto_reload=False,
        )
        self._env.install_gettext_callables(  # type: ignore[attr-defined]
            lambda text: wordbook(_surroundings.get().language).gettext(text),
            lambda one, many, n: wordbook(_surroundings.get().language).ngettext(one, many, n),
            newstyle=True,
        )
        self._env.globals |= {
            "ngettext": _grouped(cast("Callable[..., str]", self._env.globals["ngettext"])),
            "static": static.url,
            "csp_nonce": lambda: _surroundings.get().nonce,
            "csrf_token": lambda: _surroundings.get().csrf_token,
            "csrf_input": _csrf_input,
            "said": _said,
            "other_languages": _other_languages,
            "called": lambda name, french: called(_surroundings.get().language, name, french),
            "colon": lambda: COLON.get(_surroundings.get().language, ":"),
        }
        self._env.filters |= {
            "money": _money,
            "percent": _percent,
            "count": _count,
            "local_datetime": _local_datetime,
            "local_date": _local_date,
            "local_time": _local_time,
            "iso": lambda at: at.isoformat(),
        }

    def render(self, template: str, surroundings: Surroundings, **context: object) -> str:
        """The text of `template`. Raises `jinja2.UndefinedError` for any name not given."""
        token = _surroundings.set(surroundings)
        try:
            return self._env.get_template(template).render(**context)
        finally:
            _surroundings.reset(token)

    def names(self) -> list[str]:
        """Every template there is (tests count them)."""
        return self._env.list_templates()


def _said(text: str, params: dict[str, object] | None = None) -> str:
    return translate(_surroundings.get().language, text, params)


def _other_languages() -> list[tuple[str, str]]:
    """What one can switch to: each language's code and its own name."""
    return [pair for pair in OWN_NAMES.items() if pair[0] != _surroundings.get().language]


def _grouped(ngettext: Callable[..., str]) -> Callable[..., str]:
    """The same, with the numbers in its sentence written as people write them: 1,504 boots."""

    @pass_context
    def said(context: Context, one: str, many: str, n: int, **variables: object) -> str:
        numbers = {
            name: _count(value) for name, value in variables.items() if isinstance(value, int)
        }
        return ngettext(context, one, many, n, **variables | numbers)

    return said


def _csrf_input() -> Markup:
    token = _surroundings.get().csrf_token
    return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(token)


def _money(cents: int, currency: str | None = None) -> str:
    around = _surroundings.get()
    return format_cents(cents, currency or around.currency, around.language)


def _count(number: float) -> str:
    around = _surroundings.get()
    return format_decimal(number, locale=_locale(around.language, around.currency))


@lru_cache(maxsize=4096)
def format_cents(cents: int, currency: str, language: str) -> str:
    """Integer cents as people of that language and country write them, e.g. `$165.00`.

    For people to read: below nothing stands the minus sign, after which no line breaks.
    """
    text = format_currency(cents / 100, currency, locale=_locale(language, currency))
    return text.replace("-", MINUS)


@lru_cache(maxsize=64)
def _locale(language: str, currency: str) -> Locale:
    """The language as spoken where the currency is at home: CAD in English is `$`, not `CA$`."""
    try:
        return Locale.parse(f"{language}_{currency[:2]}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def _percent(basis_points: int) -> str:
    """Hundredths of a percent as people of that language write them, e.g. `9.75%`."""
    around = _surroundings.get()
    locale = _locale(around.language, around.currency)
    # With as many decimals as it has: the pattern of the language by itself rounds them away.
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0.##")
    return format_percent(Decimal(basis_points) / 10_000, pattern, locale=locale)


def _zoned(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(_surroundings.get().time_zone))


def _local_datetime(at: datetime) -> str:
    around = _surroundings.get()
    locale = _locale(around.language, around.currency)
    return format_datetime(_zoned(at), f"EEE d MMM, {_clock(locale)}", locale=locale)


def _local_time(at: datetime) -> str:
    around = _surroundings.get()
    locale = _locale(around.language, around.currency)
    return format_time(_zoned(at), _clock(locale), locale=locale)


def _clock(locale: Locale) -> str:
    """24 hours in English too, which towns use on their tickets; else as CLDR has it: `18 h 42`."""
    if locale.language == "en":
        return "HH:mm"
    # Never broken at the end of a line.
    return str(locale.time_formats["short"].pattern).replace(" ", "\u00a0")


def _local_date(day: date | datetime) -> str:
    around = _surroundings.get()
    on = _zoned(day).date() if isinstance(day, datetime) else day
    return format_date(on, "d MMM y", locale=_locale(around.language, around.currency))
