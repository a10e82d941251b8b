"""Knows a payer again: by this browser's cookie, or by the link in the payer's mail."""

import hashlib
import secrets
from typing import Any

from litestar import Request, Response

from app.reads.pay.payer.case_link import proven_link
from app.reads.pay.payer.payers import Payer
from app.routes.cookies import cookie, cookie_name
from app.routes.desk import Desk

REMEMBERED_SECONDS = 30 * 24 * 3600
BROWSER, LINK = "payer", "mine"


def payer_of(request: Request[Any, Any, Any], desk: Desk) -> Payer:
    """Who pays, as far as this request can prove it (rule S3)."""
    browser = request.cookies.get(cookie_name(BROWSER, desk.settings), "")
    link = proven_link(request.cookies.get(cookie_name(LINK, desk.settings), ""), desk.signer.check)
    return Payer(
        browser_hash=hash_of(browser) if browser else "",
        references=(link,) if link else (),
    )


def mark_of(request: Request[Any, Any, Any], desk: Desk) -> str:
    """This browser's random mark, a new one if it has none; `remember_browser` keeps it."""
    kept = request.cookies.get(cookie_name(BROWSER, desk.settings), "")
    return kept or secrets.token_urlsafe(24)


def hash_of(mark: str) -> str:
    """What is stored of a browser's mark."""
    return hashlib.sha256(mark.encode()).hexdigest()


def remember_browser(
    request: Request[Any, Any, Any], answer: Response[Any], desk: Desk, mark: str
) -> None:
    """Give a browser without one its mark, so that a second click finds its checkout."""
    if request.cookies.get(cookie_name(BROWSER, desk.settings), "") != mark:
        answer.set_cookie(cookie(BROWSER, mark, desk.settings, max_age_seconds=REMEMBERED_SECONDS))


def remember_link(answer: Response[Any], proof: str, desk: Desk) -> None:
    """Keep the proof of a mailed link in this browser."""
    answer.set_cookie(cookie(LINK, proof, desk.settings, max_age_seconds=REMEMBERED_SECONDS))
