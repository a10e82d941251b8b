"""Network addresses: read strictly, and grouped by who could own many of them."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IPV4_NEIGHBOURS = 24
IPV6_NEIGHBOURS = 56


def read_address(text: str) -> IPv4Address | IPv6Address | None:
    """The address in `text`, which may carry a port (`1.2.3.4:80`, `[::1]:80`); None otherwise.

    An IPv4 address in IPv6 clothes is the IPv4 address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped
    return found


def neighbourhood(origin: str) -> str:
    """What guesses from `origin` are counted under: its /24, or /56 for IPv6 (rule V10).

    Whoever has one address of such a network usually has them all. Anything that is no address
    stands for itself.
    """
    found = read_address(origin)
    if found is None:
        return origin
    bits = IPV4_NEIGHBOURS if isinstance(found, IPv4Address) else IPV6_NEIGHBOURS
    return str(ip_network((found, bits), strict=False))
