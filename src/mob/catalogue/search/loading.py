"""The index of this process: read from the tables, kept until the catalogue moves, never shared with another process.

Each search reads one small row. When it says that the catalogue moved, one thread reads what is new while the others
go on answering from what was there: a publication never makes anybody wait for the whole catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from mob.catalogue import rules
from mob.catalogue.models import Aid, AidTerritory, AidText, AidVersion, CatalogueState
from mob.catalogue.search import synonyms
from mob.catalogue.search.index import Index
from mob.catalogue.search.types import Card, SearchDocument
from mob.catalogue.types import AidState, Audience, Level, Mode, Processing, PurchaseTiming, TerritoryCode
from mob.directory.types import FunderKind
from mob.geography import selectors as geography
from mob.kernel.money import Cents

# How much a word tells, by where it stands.
TITLE, PROMISE, FUNDER, MODE, PLACE, BODY = 8.0, 3.0, 4.0, 3.0, 2.0, 1.0
# Names of the territories of one aid that are searched: a long list is found by its commune, not by its words.
MAX_PLACES = 20
BATCH = 400

_TEXTS = ("language", "title", "promise", "amount_text", "description", "conditions", "payment_terms")
_COLUMNS = (
    "level",
    "modes",
    "audiences",
    "valid_from",
    "valid_to",
    "max_amount_cents",
    "purchase",
    "processing",
)


class Shown(NamedTuple):
    """A published aid, its words apart."""

    aid_id: UUID
    slug: str
    funder_id: UUID
    funder_name: str
    funder_kind: str
    # The employer again when it takes affiliations, else None.
    employer_id: UUID | None

    def reserves(self, processing: str) -> bool:
        kind, takes = FunderKind(self.funder_kind), self.employer_id is not None
        return rules.is_reserved(kind, Processing(processing), takes_affiliations=takes)


_lock = Lock()
_kept: tuple[UUID, Index] | None = None


def current() -> Index:
    """The index of the catalogue as committed, or the one before while another thread reads the newer."""
    global _kept
    stamp = CatalogueState.objects.values_list("stamp", flat=True).first()
    kept = _kept
    if stamp is None:  # Nothing was ever published through the services: nothing says when to read again.
        return Index(_documents({}))
    if kept and kept[0] == stamp:
        return kept[1]
    if not _lock.acquire(blocking=kept is None):
        assert kept is not None
        return kept[1]
    try:
        if not _kept or _kept[0] != stamp:
            _kept = (stamp, _read(kept[1] if kept else None))
        return _kept[1]
    finally:
        _lock.release()


def _read(known: Index | None) -> Index:
    """An index whose slow parts are ready, so that the first search after a publication is as fast as the next."""
    old = {document.version_id: document for document in known.documents} if known else {}
    index = Index(_documents(old), known=known)
    index.warm()
    return index


def _documents(known: Mapping[UUID, SearchDocument]) -> Iterator[SearchDocument]:
    """Every published aid. A version already known is not read again, unless its funder changed its name."""
    rows = Aid.objects.filter(state=AidState.PUBLISHED.value, current__isnull=False)
    missing: dict[UUID, Shown] = {}
    columns = ("id", "slug", "funder_id", "funder__name", "funder__kind", "funder__affiliation_rules__funder_id")
    values: Iterable[tuple[Any, ...]] = rows.values_list("current_id", *columns)
    for version_id, *shown in values:
        now = Shown(*shown)
        document = known.get(version_id)
        if document and document.funder_name == now.funder_name:
            yield replace(document, is_reserved=now.reserves(document.processing))
        else:
            missing[version_id] = now
    yield from _fetched(missing)


def _fetched(missing: Mapping[UUID, Shown]) -> Iterator[SearchDocument]:
    """Versions never read before, in batches: values and not rows, which cost five times as much to build."""
    wanted = list(missing)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        texts = _grouped(AidText.objects.filter(version__in=batch).values_list("version", *_TEXTS))
        places = _grouped(AidTerritory.objects.filter(version__in=batch).values_list("version", "kind", "code"))
        for row in AidVersion.objects.filter(id__in=batch).values_list("id", *_COLUMNS, named=True):
            territories = tuple(TerritoryCode(kind, code) for kind, code in places[row.id])
            yield _document(row, missing[row.id], texts[row.id], territories)


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, list[tuple[Any, ...]]]:
    """Rows by their first value."""
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *values in rows:
        found[key].append(tuple(values))
    return found


def _document(
    row: Any, shown: Shown, texts: list[tuple[str, ...]], territories: tuple[TerritoryCode, ...]
) -> SearchDocument:
    modes = tuple(Mode(mode) for mode in row.modes)
    level = Level(row.level)
    audiences = tuple(Audience(audience) for audience in row.audiences)
    searched = [
        *_words_of(texts),
        (shown.funder_name, FUNDER),
        *((synonyms.MODE_WORDS[mode], MODE) for mode in modes),
        (synonyms.LEVEL_WORDS[level], BODY),
        *((synonyms.AUDIENCE_WORDS[audience], BODY) for audience in audiences),
        *((name, PLACE) for name in _names(territories)),
    ]
    return SearchDocument(
        version_id=row.id,
        aid_id=shown.aid_id,
        slug=shown.slug,
        funder_id=shown.funder_id,
        funder_name=shown.funder_name,
        level=level,
        modes=modes,
        audiences=audiences,
        territories=territories,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        max_amount=None if row.max_amount_cents is None else Cents(row.max_amount_cents),
        purchase=PurchaseTiming(row.purchase),
        processing=Processing(row.processing),
        cards={language: Card(title, promise, amount) for language, title, promise, amount, *_ in texts},
        texts=tuple(searched),
        is_reserved=shown.reserves(row.processing),
    )


def _words_of(texts: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, float]]:
    for _, title, promise, *bodies in texts:
        yield title, TITLE
        yield promise, PROMISE
        yield "\n".join(bodies), BODY


def _names(territories: tuple[TerritoryCode, ...]) -> Iterator[str]:
    for territory in territories[:MAX_PLACES]:
        yield geography.territory_name(territory.kind, territory.code) or ""
