"""Who is at the door: the signed-in member of staff, or a driver known by an address only."""

from typing import Any

from litestar.connection import ASGIConnection

from app.rules.actor import Actor

PUBLIC = "public"
PERMISSION = "permission"


def actor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """The person behind this request, for actions and their audit."""
    staff = staff_of(connection)
    return staff or Actor(name="driver", origin=address_of(connection))


def staff_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
    """The signed-in member of staff, or None; the guard has looked it up."""
    found = connection.scope["state"].get("staff")
    return found if isinstance(found, Actor) else None


def address_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The visitor's address; a forwarded one is believed from TRUSTED_PROXIES alone."""
    direct = connection.client.host if connection.client else ""
    trusted = connection.app.state.desk.settings.trusted_proxies
    if direct not in trusted:
        return direct
    for hop in reversed(connection.headers.get("x-forwarded-for", "").split(",")):
        if hop.strip() and hop.strip() not in trusted:
            return hop.strip()
    return direct
