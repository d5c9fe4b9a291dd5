"""Which contexts hold personal data. Filled by `config/wiring.py` when the process starts, then only read."""

from __future__ import annotations

from mob.identity.ports import PersonalData

_holders: dict[str, PersonalData] = {}


def hold(name: str, holder: PersonalData) -> None:
    """Add a context's share, or replace the one of the same name."""
    _holders[name] = holder


def release(name: str) -> None:
    """Forget a share: a process that plugs one in for a while takes it out again."""
    _holders.pop(name, None)


def holders() -> list[PersonalData]:
    """Every share, in order of name."""
    return [_holders[name] for name in sorted(_holders)]
