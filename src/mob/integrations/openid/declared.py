"""Other OpenID providers, as a TOML file declares them: one table each, its name in the address of the way back.

Pure: text in, providers or mistakes out, each mistake with its line. What a file of secrets holds is handed in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mob.identity.federation_types import Audience, ProviderConfig, ProviderKind, TokenProof

_KEY = re.compile(r"[a-z][a-z0-9-]{1,38}")
# Words that our own addresses under /connexion, and our other providers, already use.
_TAKEN = frozenset(
    "au-revoir cle code franceconnect franceconnect-plus mot-de-passe premiere-fois premiere-visite "
    "premiere-visite-aidant proconnect aidants-connect seconde-preuve".split()
)
_NEEDED = {"label": str, "issuer": str, "client_id": str, "audience": str}
_OPTIONAL = {
    "secret_file": str,
    "private_key_file": str,
    "scopes": list,
    "acr_values": list,
    "algorithms": list,
    "signed_userinfo": bool,
    "pkce": bool,
    "client_authentication": str,
}
_WORDS: Mapping[type, str] = {str: "a text between quotes", list: "a list of texts", bool: "true or false"}
_ALGORITHMS = ("RS256", "ES256", "PS256")
_MOST = 12
# Gives what a file named in the table holds. Raises OSError.
Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, at which line (from 1)."""

    line: int
    text: str


class BadProviders(Exception):
    """The file cannot be used. `mistakes` are all that was found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.text}" for each in mistakes))
        self.mistakes = mistakes


def read(text: str, secret: Read, *, allows_http: bool) -> list[ProviderConfig]:
    """The providers, in the order of the file. `allows_http`: of this machine, in a demonstration. Raises BadProviders."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        last = text.count("\n") + 1
        raise BadProviders([Mistake(int(found[1]) if found else last, f"no TOML: {error}")]) from error
    mistakes = [each for key, table in tables.items() for each in _mistakes(text, key, table, allows_http)]
    if len(tables) > _MOST:
        mistakes.append(Mistake(1, f"more than {_MOST} providers: nobody chooses among so many"))
    if mistakes:
        raise BadProviders(sorted(mistakes, key=lambda each: each.line))
    return [_provider(text, key, table, secret) for key, table in tables.items()]


def _mistakes(text: str, key: str, table: Any, allows_http: bool) -> Iterator[Mistake]:
    here = _line(text, key)
    if not isinstance(table, Mapping):
        yield Mistake(_line(text, "", key), f"`{key}` stands outside any table: begin with [name-of-the-provider]")
        return
    if not _KEY.fullmatch(key):
        yield Mistake(here, f"[{key}] must be written in lower case, with figures and hyphens (2 to 39 characters)")
    elif key in _TAKEN:
        yield Mistake(here, f"[{key}] is a word this site already uses: choose another")
    for name in _NEEDED:
        if not table.get(name):
            yield Mistake(here, f"[{key}] lacks `{name}`")
    for name, value in table.items():
        kind = (_NEEDED | _OPTIONAL).get(name)
        if kind is None:
            yield Mistake(_line(text, key, name), f"`{name}` is not known; known: {', '.join((*_NEEDED, *_OPTIONAL))}")
        elif not _is_kind(value, kind):
            yield Mistake(_line(text, key, name), f"`{name}` must be {_WORDS[kind]}")
        elif problem := _problem(name, value, allows_http):
            yield Mistake(_line(text, key, name), problem)
    if not ({"secret_file", "private_key_file"} & set(table)):
        yield Mistake(here, f"[{key}] lacks `secret_file` (or `private_key_file`)")


def _is_kind(value: Any, kind: type) -> bool:
    if isinstance(value, list):
        return kind is list and all(isinstance(each, str) for each in value)
    return type(value) is kind


def _problem(name: str, value: Any, allows_http: bool) -> str:
    """What is wrong with a value of the right kind."""
    if name == "issuer" and not _is_issuer(value, allows_http):
        return "`issuer` must be the https address of the provider, without a slash at its end, a query or a password"
    if name == "audience" and value not in set(Audience):
        return "`audience` is people or agents"
    if name == "scopes" and "openid" not in value:
        return "`scopes` must hold openid"
    if name == "algorithms" and not (value and set(value) <= set(_ALGORITHMS)):
        return f"`algorithms` are among {', '.join(_ALGORITHMS)}"
    if name == "client_authentication" and value not in set(TokenProof):
        return f"`client_authentication` is one of {', '.join(TokenProof)}"
    if name == "label" and len(value) > 40:
        return "`label` stands on a button: 40 characters at most"
    return ""


def _is_issuer(text: str, allows_http: bool) -> bool:
    parts = urlsplit(text)
    is_near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1") and allows_http
    is_plain = not (parts.query or parts.fragment or parts.username or text.endswith("/"))
    return bool(parts.hostname) and is_plain and (parts.scheme == "https" or is_near)


def _provider(text: str, key: str, table: Mapping[str, Any], secret: Read) -> ProviderConfig:
    has_key = "private_key_file" in table
    usual = TokenProof.KEY if has_key else TokenProof.SECRET_BASIC
    return ProviderConfig(
        key=key,
        kind=ProviderKind.OTHER,
        label=table["label"],
        issuer=table["issuer"],
        client_id=table["client_id"],
        audience=Audience(table["audience"]),
        client_secret=_kept(text, key, "secret_file", table, secret),
        private_key=_kept(text, key, "private_key_file", table, secret),
        token_proof=TokenProof(table.get("client_authentication", usual)),
        scopes=tuple(table.get("scopes", ("openid", "email", "profile"))),
        acr_values=tuple(table.get("acr_values", ())),
        userinfo_is_jwt=table.get("signed_userinfo", False),
        algorithms=tuple(table.get("algorithms", _ALGORITHMS)),
        uses_pkce=table.get("pkce", True),
    )


def _kept(text: str, key: str, name: str, table: Mapping[str, Any], secret: Read) -> str:
    if name not in table:
        return ""
    line = _line(text, key, name)
    try:
        found = secret(table[name]).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadProviders([Mistake(line, f"`{table[name]}` cannot be read ({type(error).__name__})")]) from error
    if not found:
        raise BadProviders([Mistake(line, f"`{table[name]}` is empty")])
    return found


def _line(text: str, key: str, name: str = "") -> int:
    """Where a table begins, or where one of its values stands (from 1). The first line when it cannot be found."""
    inside = key == ""
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            inside = _bare(bare[1:].partition("]")[0]) == key
            if inside and not name:
                return number
        elif inside and name and _bare(bare.partition("=")[0]) == name:
            return number
    return 1


def _bare(word: str) -> str:
    """A key of TOML without its quotes."""
    return word.strip().strip("\"'")
