"""Our cookies: host-bound and Secure exactly when the public address is https."""

from litestar.datastructures import Cookie

from app.settings import Settings

# Keeps the language a visitor chose; staff have theirs in the database as well.
LANGUAGE_COOKIE = "lang"


def cookie_name(word: str, settings: Settings) -> str:
    """`__Host-word` over https; browsers drop such cookies over plain http."""
    return f"__Host-{word}" if settings.secure else f"bk-{word}"


def cookie(word: str, value: str, settings: Settings, *, max_age_seconds: int) -> Cookie:
    """A cookie scripts cannot read. Lax: Strict would be lost on the way back from a card page."""
    return Cookie(
        key=cookie_name(word, settings),
        value=value,
        path="/",
        max_age=max_age_seconds,
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
