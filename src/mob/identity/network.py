"""Pure rule of where a request comes from. A header is believed only when a configured proxy wrote it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

_UNKNOWN = "0.0.0.0"  # noqa: S104  (an address that is shown, never bound)


def client_address(meta: Mapping[str, str], *, trusted: Iterable[str]) -> str:
    """The address of the person's side. `meta` is the WSGI environment; `trusted` holds proxies, or their networks.

    Hops are read from the right of X-Forwarded-For while a trusted proxy vouches for them; the first one that no
    trusted proxy wrote is the person's. Anything unreadable stops there.
    """
    networks = [ipaddress.ip_network(entry, strict=False) for entry in trusted]
    address = _parse(meta.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while address is not None and hops and any(address in network for network in networks):
        further = _parse(hops.pop())
        if further is None:
            break
        address = further
    return str(address) if address is not None else _UNKNOWN


def network_of(address: str) -> str:
    """What is throttled together: an IPv4 address, or the /64 a home or an office receives in IPv6."""
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return address


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
