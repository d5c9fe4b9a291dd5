"""Pure rules of redirect addresses: what may be registered, and whether one asked for is one registered.

RFC 9700 §2.1: the very same text, character by character. Loopback alone differs (RFC 8252 §7.3), and only for a
public program on the person's own machine: its port is not known beforehand.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mob.kernel.errors import Invalid

_LOOPBACK = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\])):([0-9]{1,5})(/[^\s\\]*)?")
_CUSTOM = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:/[^\s\\/][^\s\\]*")
# Printable ASCII a URI may hold, without the backslash that browsers read as a slash.
_PLAIN = re.compile(r"[A-Za-z0-9:/?\[\]@!$&'()*+,;=._~%-]{1,400}")
_USUAL_PORTS = {"http": 80, "https": 443}
_DOTS = re.compile(r"(?:^|/)(?:\.|%2[eE]){1,2}(?:/|$)")


def is_registered(asked: str, registered: tuple[str, ...], *, is_public_native: bool) -> bool:
    """Whether an answer may be sent there."""
    if asked in registered:
        return True
    return is_public_native and any(_differs_by_port(asked, each) for each in registered)


def _differs_by_port(asked: str, registered: str) -> bool:
    one, other = _LOOPBACK.fullmatch(asked), _LOOPBACK.fullmatch(registered)
    if one is None or other is None or not 0 < int(one[2]) < 65_536 or not _PLAIN.fullmatch(asked):
        return False
    return one[1] == other[1] and one[3] == other[3]


def check_redirect(uri: str, *, is_native: bool, allows_local: bool) -> str:
    """The address as it will be kept. Raises Invalid with its reason.

    `allows_local`: http on this very machine, for trying things out.
    """
    if not _PLAIN.fullmatch(uri):
        raise Invalid("redirect_characters", "redirect_uris", uri=uri[:100])
    if is_native and (_LOOPBACK.fullmatch(uri) or _CUSTOM.fullmatch(uri)):
        return uri
    return check_web_address(uri, allows_local=allows_local)


def check_web_address(uri: str, *, allows_local: bool) -> str:
    """An https address of a host, without credentials, fragment, wildcard or dot segments. Raises Invalid."""
    try:
        parts = urlsplit(uri)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Invalid("redirect_address", "redirect_uris", uri=uri[:100]) from error
    is_local = allows_local and parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1")
    # `urlsplit` folds upper case: what is kept must be what was written.
    is_web = uri.startswith(("https://", "http://")) and (parts.scheme == "https" or is_local)
    is_plain = host and "@" not in parts.netloc and "#" not in uri and "*" not in uri and host in parts.netloc
    if not (is_web and is_plain and _PLAIN.fullmatch(uri)) or _DOTS.search(parts.path):
        raise Invalid("redirect_address", "redirect_uris", uri=uri[:100])
    return uri


def origin_of(uri: str) -> str:
    """`https://host:port` for a web address, `scheme:` for another: what a page's policy lets a form lead to."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else f"{parts.scheme}:"


def web_origin(uri: str) -> str:
    """The origin as a browser says it (RFC 6454 §6.1): host in lower case, no usual port. Empty for no web address."""
    parts = urlsplit(uri)
    if parts.scheme not in _USUAL_PORTS or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    is_usual = parts.port in (None, _USUAL_PORTS[parts.scheme])
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"
