"""The yardstick of P1: Litestar and Jinja alone, answering the landing page's very bytes.

It reads the case once, at start, and then renders the app's own templates in an environment of
stock Jinja: no database, no guards, no cookies, no security headers, no request log.
"""

import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import uvicorn
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from litestar import Litestar, get
from litestar.enums import MediaType
from litestar.response import Response
from markupsafe import Markup

from app.clock import now
from app.db import close_database, open_database
from app.reads.pay.page import pay_page
from app.reads.pay.payer.payers import Payer
from app.reads.settings.system_settings import cached_system_settings
from app.static_files import StaticFiles
from app.templating import TEMPLATES_DIR, Surroundings, Templates, _surroundings

# As long as the app's own, so that the bytes are as many.
NONCE = "n" * 16
CSRF_TOKEN = "c" * 128
AROUND = Surroundings(nonce=NONCE, csrf_token=CSRF_TOKEN)


def stock_environment() -> Environment:
    """Jinja as its manual sets it up; only the filters, which format money and times, are ours."""
    static = StaticFiles()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {
        "static": static.url,
        "called": lambda name, _: name,
        "colon": lambda: ":",
        "other_languages": lambda: [("fr", "Français")],
        "csp_nonce": lambda: NONCE,
        "csrf_token": lambda: CSRF_TOKEN,
        "csrf_input": lambda: Markup('<input type="hidden" name="_csrf_token" value="{}">').format(
            CSRF_TOKEN
        ),
    }
    environment.filters |= Templates(static)._env.filters
    return environment


async def landing_context(token: str) -> dict[str, Any]:
    """Everything the landing page's template asks for; the database is open."""
    settings = await cached_system_settings()
    found = await pay_page(token, Payer(), settings, now())
    if found is None:
        raise RuntimeError("no such label")
    return {
        "case": found[1],
        "org": settings.organisation,
        "lang": "en",
        "way_back": f"/b/{token}",
        "me": None,
        "path": f"/b/{token}",
        "values": {"email": ""},
        "errors": {},
        "suggestion": None,
        "promising": False,
        "changed": False,
        "counting": None,
        "alone": False,
    }


def landing_template() -> Template:
    """The landing page's template in stock Jinja."""
    return stock_environment().get_template("pay/show.html")


def drawn(template: Template, context: Mapping[str, Any]) -> str:
    """The page; as many bytes as the app's."""
    _surroundings.set(AROUND)  # which the filters ask for the time zone
    return template.render(**context)


def bare(token: str) -> Litestar:
    """One route, one template."""
    template = landing_template()
    kept = SimpleNamespace(context={})

    def rendered() -> str:
        return drawn(template, kept.context)

    async def read() -> None:
        await open_database()
        try:
            kept.context = await landing_context(token)
        finally:
            await close_database()
        rendered()

    @get("/b/{token:str}")
    async def landing() -> Response[str]:
        return Response(rendered(), media_type=MediaType.HTML)

    return Litestar([landing], on_startup=[read], openapi_config=None, logging_config=None)


if __name__ == "__main__":
    uvicorn.run(bare(sys.argv[1]), port=int(sys.argv[2]), log_config=None, access_log=False)
