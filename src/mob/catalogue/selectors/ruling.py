"""Rules as those who run them read them: the books, and every aid on offer that computes something. Public."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from mob.catalogue import models
from mob.catalogue.types import AidState, RuleBook
from mob.kernel.errors import NotFound


@lru_cache(maxsize=4)
def rule_book(digest: str) -> RuleBook:
    """A book by its SHA-256; it never changes, so a process reads it once. Raises NotFound("rule_book_unknown")."""
    row = models.RuleBook.objects.filter(digest=digest).first()
    if row is None:
        raise NotFound("rule_book_unknown")
    return RuleBook(**{each: getattr(row, each) for each in RuleBook.__slots__})


@dataclass(frozen=True, slots=True)
class Published:
    """An aid people read now, by its version; `has_rules`: it computes something."""

    aid_id: UUID
    version_id: UUID
    slug: str
    has_rules: bool


def published_versions() -> list[Published]:
    """Every aid people may find, in one query. The terms of each: `selectors.terms`, kept in this process."""
    rows = models.Aid.objects.filter(state=AidState.PUBLISHED.value, current__isnull=False)
    found = rows.values_list("id", "current_id", "slug", "current__rules__target").order_by("slug")
    return [Published(aid, version, slug, target is not None) for aid, version, slug, target in found if version]


def catalogue_stamp() -> UUID | None:
    """What changes whenever the catalogue does: what is computed from it may be kept as long as this stays."""
    return models.CatalogueState.objects.values_list("stamp", flat=True).filter(id=1).first()
