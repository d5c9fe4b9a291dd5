"""Which contexts hold personal data, what each erases by the clock, and how each erases again what came back.

Filled by `config/wiring.py` when the process starts, then only read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mob.identity.ports import MovesAccount, PersonalData
from mob.identity.types import Erasure, RetentionRule

# Whether anything was there to erase.
Again = Callable[[Erasure, datetime], bool]

# The account's own share of a merge.
ACCOUNT = "account"

_holders: dict[str, PersonalData] = {}
_movers: dict[str, MovesAccount] = {}
_rules: dict[str, RetentionRule] = {}
_again: dict[str, Again] = {}


def hold(name: str, holder: PersonalData) -> None:
    """Add a context's share, or replace the one of the same name."""
    _holders[name] = holder


def release(name: str) -> None:
    """Forget a share: a process that plugs one in for a while takes it out again."""
    _holders.pop(name, None)


def holders() -> list[PersonalData]:
    """Every share, in order of name."""
    return [_holders[name] for name in sorted(_holders)]


def moves(name: str, mover: MovesAccount) -> None:
    """Add a context's share of bringing two accounts together, or replace the one of the same name."""
    _movers[name] = mover


def movers() -> list[MovesAccount]:
    """Every such share, in order of name, the account's own last: the others still need to know whose it was."""
    return [_movers[name] for name in sorted(_movers, key=lambda name: (name == ACCOUNT, name))]


def keep(rule: RetentionRule) -> None:
    """Add a rule of retention, or replace the one of the same code."""
    _rules[rule.code] = rule


def retention_rules() -> list[RetentionRule]:
    """Every rule, in order of code."""
    return [_rules[code] for code in sorted(_rules)]


def erases_again(kind: str, act: Again) -> None:
    """Say how an erasure of this kind is done again on data that came back from a back-up."""
    _again[kind] = act


def erase_again(erasure: Erasure, *, now: datetime) -> bool:
    """Do an erasure again. False when there is nothing left of it, or nobody knows its kind."""
    act = _again.get(erasure.kind)
    return act(erasure, now) if act else False
