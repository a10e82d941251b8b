"""A browser somebody has signed in with before: who guesses elsewhere keeps nobody out of it."""

import json
import secrets
from typing import Any

from litestar import Request, Response

from app.actions.staff.sign_in import KnownBrowser
from app.gateways.vault import SealBroken
from app.routes.cookies import cookie, cookie_name
from app.routes.desk import Desk

KNOWN = "known"
KNOWN_SECONDS = 180 * 24 * 3600


def known_browser(request: Request[Any, Any, Any], desk: Desk) -> KnownBrowser | None:
    """Whose it is, by the sealed note it keeps; None for any other (rule S9)."""
    note = request.cookies.get(cookie_name(KNOWN, desk.settings), "")
    try:
        staff_id, mark = json.loads(desk.vault.open_note(KNOWN, note, seconds=KNOWN_SECONDS))
    except SealBroken:
        return None
    return KnownBrowser(int(staff_id), str(mark))


def know_browser(
    request: Request[Any, Any, Any], desk: Desk, answer: Response[Any], staff_id: int
) -> None:
    """Know it from now on; only once the whole sign-in has succeeded. It opens nothing."""
    before = known_browser(request, desk)
    mark = before.mark if before and before.staff_id == staff_id else secrets.token_urlsafe(16)
    note = desk.vault.seal_note(KNOWN, json.dumps([staff_id, mark]))
    answer.set_cookie(cookie(KNOWN, note, desk.settings, max_age_seconds=KNOWN_SECONDS))
