"""What tells one provider from another: its address, its levels, the parameters and scopes it takes, its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mob.integrations.standins.cast import Cast


@dataclass(frozen=True, slots=True)
class Character:
    """`path`: under the stand-ins' address. `levels`: the `acr_values` it takes, the usual one first.

    `scopes`: the claims each scope opens. `asked_claims`: those given only when the `claims` parameter names them.
    `signs_userinfo`: a JWT, else plain JSON. `needs_pkce`: a challenge S256 (RFC 7636), proved at the token endpoint.
    `improvise`: makes somebody of what was typed on the screen.
    """

    name: str
    path: str
    levels: tuple[str, ...]
    is_level_required: bool
    parameters: frozenset[str]
    scopes: Mapping[str, tuple[str, ...]]
    cast: tuple[Cast, ...]
    button: str
    asked_claims: frozenset[str] = frozenset()
    amr: tuple[str, ...] = ("pwd",)
    signs_userinfo: bool = True
    needs_pkce: bool = False
    secret_methods: tuple[str, ...] = ("client_secret_post", "private_key_jwt")
    improvise: Callable[[Mapping[str, str]], Cast | None] = lambda _form: None
