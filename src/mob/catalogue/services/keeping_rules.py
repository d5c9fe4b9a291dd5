"""Keeping rules that somebody publishes as one book: each edition once, as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from mob.catalogue import models
from mob.catalogue.permissions import writes_all
from mob.catalogue.types import RuleBook
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden


def keep_book(
    actor: Actor,
    *,
    name: str,
    edition: str,
    licence: str,
    source_url: str,
    text: str,
    places: Mapping[str, str] | None = None,
    now: datetime,
) -> RuleBook:
    """Keep an edition; the same text again is the same book. Raises Forbidden for who does not write the catalogue.

    `places`: by SIREN, how its rules spell groupings of communes.
    """
    if not writes_all(actor):
        raise Forbidden("aid_author_only")
    digest = hashlib.sha256(text.encode()).hexdigest()
    book = RuleBook(digest, name, edition, licence, source_url, text, dict(places or {}))
    kept = {each: getattr(book, each) for each in RuleBook.__slots__} | {"kept_at": now}
    models.RuleBook.objects.bulk_create([models.RuleBook(**kept)], ignore_conflicts=True)
    return book
