"""Who is really at the other end. Proxies we know may say so; everybody else's word about it is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

# What proxies add and clients forge. Whatever of it is believed is read here, and nothing else ever sees it.
_CLAIMS = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Peer:
    """The address of the client and the scheme it used, as far as we can vouch for them."""

    address: str
    scheme: str


def networks(trusted: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and ranges (`10.0.0.0/8`) as networks. Raises ValueError on anything else."""
    return tuple(ip_network(text, strict=False) for text in trusted)


def identify(
    address: str, headers: Sequence[tuple[str, str]], trusted: tuple[Network, ...]
) -> tuple[Peer, list[tuple[str, str]]]:
    """The peer, and the headers without what was claimed about it.

    `headers` have lower-case names and may repeat. Behind proxies we know, the client is the last address of
    X-Forwarded-For that is not one of them, and the scheme is what the nearest of them said.
    """
    kept = [(name, value) for name, value in headers if name not in _CLAIMS]
    if not _is_trusted(address, trusted):
        return Peer(address, "http"), kept
    claimed = _values(headers, "x-forwarded-proto")
    scheme = "https" if claimed and claimed[-1].lower() == "https" else "http"
    return Peer(_client(address, _values(headers, "x-forwarded-for"), trusted), scheme), kept


def _client(address: str, hops: Sequence[str], trusted: tuple[Network, ...]) -> str:
    for hop in reversed(hops):
        if not _is_address(hop):
            return address
        address = hop
        if not _is_trusted(hop, trusted):
            break
    return address


def _values(headers: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    """Every comma-separated value of a header, in order, over all its lines."""
    lines = (value for name, value in headers if name == wanted)
    return [part for line in lines for item in line.split(",") if (part := item.strip())]


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(text: str, trusted: tuple[Network, ...]) -> bool:
    return bool(trusted) and _is_address(text) and any(ip_address(text) in network for network in trusted)
