"""From a package to the aids it offers: who gives, where, until when, in which words, computed by which rule."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from mob.catalogue.services import BookOffer
from mob.catalogue.types import AidContent, Mode, Processing, RulesContent, TerritoryCode
from mob.eligibility.books import places, wording
from mob.eligibility.books.digests import digest
from mob.eligibility.books.funders import funder_of
from mob.eligibility.books.package import Package
from mob.eligibility.books.twins import TWINS
from mob.geography import selectors as geography
from mob.geography.types import TerritoryKind
from publicodes.model import Model
from publicodes.rules import SEPARATOR

WORDING = "1"
"""Moved when the words made of a rule change: every aid then takes the new ones."""
# The date a rule was last looked at, and two ways it is misspelt in the national model.
_UPDATED = ("dernière mise à jour", "dernière mise jour", "derière mise à jour")
_ENDS = "date de fin"
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Offered:
    """`unplaced`: the rules whose giver, and the groupings whose name, the official code does not know."""

    offers: tuple[BookOffer, ...]
    spelling: places.Spelling
    unplaced: tuple[str, ...]


def offered(package: Package, model: Model) -> Offered:
    """Every aid of the package that has a territory, in its order."""
    spelling = places.spelling(model, package.givers)
    book = hashlib.sha256(package.rules.encode()).hexdigest()
    homes = {
        target: place
        for target, giver in package.givers.items()
        if target in model.rules and (place := places.home(giver, spelling.sirens))
    }
    lost = tuple(target for target in package.givers if target not in homes)
    offers = [_offer(package, model, target, place, spelling, book) for target, place in homes.items()]
    return Offered(tuple(_told_apart(offers)), spelling, (*lost, *spelling.unmatched))


def _offer(
    package: Package, model: Model, target: str, home: TerritoryCode, spelling: places.Spelling, book: str
) -> BookOffer:
    raw = model.rules[target].raw
    territories = places.covered(model.rules[target].body, spelling.sirens) or (home,)
    funder = funder_of(home)
    said = wording.said(model, target, giver=funder.name, where=_where(territories))
    link = str(raw.get("lien", ""))[:500]
    content = AidContent(
        fr=said.texts,
        level=places.LEVELS[TerritoryKind(home.kind)],
        modes=(Mode.BICYCLE,),
        audiences=said.audiences,
        territories=territories,
        valid_to=_day(raw.get(_ENDS)),
        minimum_age=said.minimum_age,
        processing=Processing.EXTERNAL,
        external_url=secure(link),
        max_amount=said.amount,
        source_url=link,
        source_date=_updated(raw),
        verified_on=_updated(raw),
        rules=RulesContent(target=target, book=book),
    )
    kept = digest(model, target, WORDING, repr(home), repr(territories))
    return BookOffer(target, kept, funder, content, TWINS.get(package.name, {}).get(target, ""))


def secure(link: str) -> str:
    """The address over https, as browsers try it first; a link that is no address is left to be refused."""
    parts = urlsplit(link)
    return urlunsplit(parts._replace(scheme="https")) if parts.scheme == "http" else link


def _where(territories: tuple[TerritoryCode, ...]) -> str:
    names = [geography.territory_name(each.kind, each.code) or each.code for each in territories]
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" et {more} autres" if more > 0 else "")


def _updated(raw: Mapping[str, Any]) -> date | None:
    return next((day for name in _UPDATED if (day := _day(raw.get(name)))), None)


def _day(text: object) -> date | None:
    """A date as the model writes it, `31/12/2025`; None for anything else."""
    found = _DAY.fullmatch(str(text).strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _told_apart(offers: list[BookOffer]) -> Iterator[BookOffer]:
    """Two aids of one giver with one title: the name of each rule is added."""
    titles = Counter(offer.content.fr.title for offer in offers)
    for offer in offers:
        title = offer.content.fr.title
        if titles[title] > 1:
            mark = offer.target.rpartition(SEPARATOR)[2]
            texts = replace(offer.content.fr, title=f"{title} ({mark})"[:160])
            offer = replace(offer, content=replace(offer.content, fr=texts))
        yield offer
