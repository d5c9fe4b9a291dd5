"""The sources as `models/sources.toml` describes them. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from mob.catalogue.types import Words
from mob.eligibility.certified.types import About, Asks, RegisterSource, SourceKind


@cache
def every() -> Mapping[RegisterSource, SourceKind]:
    """By source, in the order pages show them."""
    text = (files("mob.eligibility") / "models" / "sources.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    return {source: _kind(source, written[source.value]) for source in RegisterSource}


def kind_of(source: RegisterSource) -> SourceKind:
    return every()[source]


@cache
def certifiable() -> frozenset[str]:
    """Names of the facts that some register may certify."""
    return frozenset(name for kind in every().values() for name in kind.facts)


def that_certify(names: Iterable[str]) -> tuple[SourceKind, ...]:
    """The sources that may certify one of these facts."""
    wanted = frozenset(names)
    return tuple(kind for kind in every().values() if wanted.intersection(kind.facts))


def _kind(source: RegisterSource, written: Mapping[str, Any]) -> SourceKind:
    return SourceKind(
        source=source,
        title=Words(**written["title"]),
        holder=Words(**written["holder"]),
        purpose=Words(**written["purpose"]),
        facts=tuple(written["facts"]),
        about=About(written["about"]),
        lasts_months=written["lasts_months"],
        why_lasts=Words(**written["why_lasts"]),
        page=written["page"],
        by_sign_in=written.get("by_sign_in", True),
        asks=Asks(written.get("asks", Asks.NOTHING)),
        scopes=tuple(written.get("scopes", ())),
    )
