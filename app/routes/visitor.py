"""Who is at the door: the signed-in member of staff, or a driver known by an address only."""

from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import Any

from litestar.connection import ASGIConnection

from app.rules.people.actor import Actor
from app.rules.people.addresses import read_address

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
    """The visitor's address; a forwarded one is believed from TRUSTED_PROXIES alone (rule V10).

    Read from the right through every header line, as each proxy adds its line below: the first
    hop that is no proxy of ours is the visitor. What is no address ends the search, because
    whoever wrote it may have written the rest too.
    """
    direct = connection.client.host if connection.client else ""
    trusted = connection.app.state.desk.settings.trusted_proxies
    believed = read_address(direct)
    if believed is None:
        return direct
    lines = connection.headers.getall("x-forwarded-for", [])
    for hop in reversed(",".join(lines).split(",")):
        if not _is_proxy(believed, trusted):
            break
        found = read_address(hop)
        if found is None:
            break
        believed = found
    return str(believed)


def _is_proxy(found: IPv4Address | IPv6Address, trusted: tuple[str, ...]) -> bool:
    return any(found in network for network in _networks(trusted))


@cache
def _networks(trusted: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(ip_network(one) for one in trusted)
