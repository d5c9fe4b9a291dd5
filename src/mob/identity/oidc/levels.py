"""How sure a sign-in is, as `acr` says it, and whether it is what a service asks for. Pure.

A level of FranceConnect (`eidas1` to `eidas3`, the same words as its own) is reached by who signed in through it in this
session: `SignIn.eidas` says so. A higher one meets what asks for a lower one.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from mob.identity.oidc_types import SignIn


class Acr(StrEnum):
    """What a service may ask for."""

    ONE = "urn:mob:acr:one-factor"
    TWO = "urn:mob:acr:two-factors"
    EIDAS1 = "eidas1"
    EIDAS2 = "eidas2"
    EIDAS3 = "eidas3"


_EIDAS = (Acr.EIDAS1, Acr.EIDAS2, Acr.EIDAS3)


def reached(who: SignIn) -> tuple[Acr, ...]:
    """Every level this sign-in meets, the surest of ours first, then those of an identity provider."""
    ours = (Acr.TWO, Acr.ONE) if who.is_strong else (Acr.ONE,)
    if who.eidas not in _EIDAS:
        return ours
    return (*ours, *reversed(_EIDAS[: _EIDAS.index(Acr(who.eidas)) + 1]))


def is_met(wanted: Sequence[str], who: SignIn) -> bool:
    """Whether one of these levels is reached; nothing asked is always met."""
    return not wanted or bool(set(wanted) & set(reached(who)))


def said(wanted: Sequence[str], who: SignIn) -> str:
    """What the ID token says: the first wanted level that is reached, else the surest of ours."""
    held = reached(who)
    return next((level for level in wanted if level in held), held[0].value)


def may_be_stepped_up(wanted: Sequence[str]) -> bool:
    """Whether a second factor of her account, proved now, would meet it."""
    return Acr.TWO in wanted
