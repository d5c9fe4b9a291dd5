"""One aid as people and other contexts read it, in one language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from mob.catalogue import rules, ruling
from mob.catalogue.models import Aid, AidField, AidProof, AidText, AidVersion
from mob.catalogue.types import (
    AidState,
    AidTerms,
    AidTitle,
    AidView,
    Audience,
    AutomaticCheck,
    Choice,
    CustomField,
    DatedAmount,
    FieldKind,
    Level,
    Mode,
    Processing,
    ProofType,
    PurchaseTiming,
    RequiredProof,
    TerritoryCode,
)
from mob.directory import selectors as directory
from mob.directory.types import FunderKind
from mob.kernel.actor import Actor
from mob.kernel.money import Cents

ANYBODY = Actor.anonymous()
_PARTS = ("texts", "territories", "fields", "proofs", "rules")
_TERMS = tuple(field.name for field in dataclasses.fields(AidTerms))
# Published versions by id and language. They never change, so nothing is ever told to forget one.
_kept: dict[tuple[UUID, str], AidTerms] = {}
_MOST_KEPT = 2_000


def published(slug: str, *, language: str = "fr", actor: Actor = ANYBODY) -> AidView | None:
    """The version people read now, whatever its dates: an ended aid is said to be ended.

    An aid reserved to an employer's people is shown to its affiliated people alone: see `reserved_to`.
    """
    aid, fixed = _current(slug, language)
    if aid is None or fixed is None:
        return None
    if _is_reserved(aid, fixed) and aid.funder_id not in directory.employers_of(actor):
        return None
    return _view(fixed, aid)


def reserved_to(slug: str) -> UUID | None:
    """The employer whose people alone read this published aid; None for an aid anybody reads, or none at all."""
    aid, fixed = _current(slug, "fr")
    return aid.funder_id if aid and fixed and _is_reserved(aid, fixed) else None


def _current(slug: str, language: str) -> tuple[Aid | None, AidTerms | None]:
    try:
        aid = Aid.objects.select_related("funder").get(slug=slug, state=AidState.PUBLISHED.value)
    except Aid.DoesNotExist:
        return None, None
    if not aid.current_id:
        return None, None
    return aid, terms(aid.current_id, language=language)


def _is_reserved(aid: Aid, fixed: AidTerms) -> bool:
    kind = FunderKind(aid.funder.kind)
    takes = kind is FunderKind.EMPLOYER and directory.takes_affiliations(aid.funder_id)
    return rules.is_reserved(kind, fixed.processing, takes_affiliations=takes)


def version(version_id: UUID, *, language: str = "fr") -> AidView:
    """One version, published or not. Raises AidVersion.DoesNotExist. The caller has checked the right to read it."""
    fixed = terms(version_id, language=language)
    return _view(fixed, Aid.objects.select_related("funder").get(id=fixed.id))


def version_of(aid: Aid, version_id: UUID, *, language: str = "fr") -> AidView:
    """As `version`, for who read the aid and its funder with a row of its own."""
    return _view(terms(version_id, language=language), aid)


def terms(version_id: UUID, *, language: str = "fr") -> AidTerms:
    """What one version fixes; no query once this process has read it, when it is published.

    Raises AidVersion.DoesNotExist. The caller has checked the right to read it.
    """
    if kept := _kept.get((version_id, language)):
        return kept
    row = AidVersion.objects.prefetch_related(*_PARTS).get(id=version_id)
    read = _terms(row, language)
    if row.published_at:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[version_id, language] = read
    return read


def slug_of(identifier: str) -> str | None:
    """The address of a published aid known elsewhere by its id or by the key it was imported under."""
    if "\x00" in identifier:  # PostgreSQL refuses it even in a comparison.
        return None
    shown = Aid.objects.filter(state=AidState.PUBLISHED.value)
    by_key = shown.filter(import_key=identifier[:160]).values_list("slug", flat=True).first()
    try:
        return by_key or shown.filter(id=UUID(identifier)).values_list("slug", flat=True).first()
    except ValueError:
        return by_key


def dated_versions(slug: str, *, language: str = "fr") -> list[DatedAmount]:
    """What the aid gave and gives, newest first: its published versions that held on dates of their own.

    A version that only corrected words has the dates of the one before: the last one published speaks for those dates.
    """
    rows = (
        AidVersion.objects.filter(aid__slug=slug, aid__state=AidState.PUBLISHED.value, published_at__isnull=False)
        .filter(valid_from__isnull=False)
        .prefetch_related("texts")
        .order_by("number")
    )
    by_dates = {row.valid_from: row for row in rows if row.valid_from}
    return [_dated(day, by_dates[day], language) for day in sorted(by_dates, reverse=True)]


def _dated(day: date, row: AidVersion, language: str) -> DatedAmount:
    amount = None if row.max_amount_cents is None else Cents(row.max_amount_cents)
    return DatedAmount(day, row.valid_to, amount, _text(row, language).amount_text)


def _view(fixed: AidTerms, aid: Aid) -> AidView:
    told = {name: getattr(fixed, name) for name in _TERMS}
    return AidView(
        **told | {"verified_on": later(fixed.verified_on, aid.verified_on)},
        slug=aid.slug,
        state=AidState(aid.state),
        current_version_id=aid.current_id,
        funder_id=aid.funder_id,
        funder_name=aid.funder.name,
    )


def later(*days: date | None) -> date | None:
    """The last of the days that are known."""
    return max((day for day in days if day), default=None)


def _terms(row: AidVersion, language: str) -> AidTerms:
    text = _text(row, language)
    return AidTerms(
        id=row.aid_id,
        version_id=row.id,
        number=row.number,
        level=Level(row.level),
        modes=tuple(Mode(m) for m in row.modes),
        audiences=tuple(Audience(a) for a in row.audiences),
        territories=tuple(TerritoryCode(t.kind, t.code) for t in row.territories.all()),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        minimum_age=row.minimum_age,
        purchase=PurchaseTiming(row.purchase),
        processing=Processing(row.processing),
        external_url=row.external_url,
        max_amount=None if row.max_amount_cents is None else Cents(row.max_amount_cents),
        wants_courtesy_mails=row.wants_courtesy_mails,
        help_address=row.help_address,
        help_phone=row.help_phone,
        help_hours=row.help_hours,
        source_url=row.source_url,
        source_date=row.source_date,
        verified_on=row.verified_on,
        title=text.title,
        promise=text.promise,
        description=text.description,
        conditions=text.conditions,
        amount_text=text.amount_text,
        payment_terms=text.payment_terms,
        fields=tuple(_field(f, language) for f in row.fields.all()),
        proofs=tuple(_proof(p, language) for p in row.proofs.all()),
        language=text.language,
        is_automatic=row.is_automatic,
        automatic_checks=tuple(AutomaticCheck(code) for code in row.automatic_checks),
        invoice_days=row.invoice_days,
        rules=ruling.rules_of(row),
        minors_represented=row.minors_represented,
    )


def _text(row: AidVersion, language: str) -> AidText:
    texts = {text.language: text for text in row.texts.all()}
    return texts.get(language) or texts["fr"]


def _field(row: AidField, language: str) -> CustomField:
    return CustomField(
        code=row.code,
        kind=FieldKind(row.kind),
        label=_words(row.label_fr, row.label_en, language),
        hint=_words(row.hint_fr, row.hint_en, language),
        is_required=row.is_required,
        choices=tuple(Choice(c["code"], _words(c["fr"], c.get("en", ""), language)) for c in row.choices),
        max_choices=row.max_choices,
        fact=row.fact,
    )


def _proof(row: AidProof, language: str) -> RequiredProof:
    return RequiredProof(
        code=row.code,
        proof_type=ProofType(row.proof_type),
        label=_words(row.label_fr, row.label_en, language),
        hint=_words(row.hint_fr, row.hint_en, language),
        is_required=row.is_required,
        replaced_by=tuple(row.replaced_by),
    )


def _words(fr: str, en: str, language: str) -> str:
    return en if language == "en" and en else fr


def titles(version_ids: Iterable[UUID], *, language: str = "fr") -> dict[UUID, AidTitle]:
    """Title and slug of many versions, two queries whatever the number."""
    rows = AidVersion.objects.filter(id__in=set(version_ids)).select_related("aid").prefetch_related("texts")
    return {row.id: AidTitle(row.aid.slug, _text(row, language).title) for row in rows}


def most_given(aid_id: UUID) -> Cents | None:
    """The ceiling of an aid as people read it now; None when it says none or is not published."""
    cents = AidVersion.objects.filter(id=Aid.objects.filter(id=aid_id).values("current_id")[:1])
    found = cents.values_list("max_amount_cents", flat=True).first()
    return None if found is None else Cents(found)


def aids_given_by(funder_id: UUID, *, language: str = "fr") -> dict[UUID, AidTitle]:
    """The funder's aids that people apply for here, published or taken back since, by id, in order of title."""
    rows = AidVersion.objects.filter(
        id__in=Aid.objects.filter(funder_id=funder_id, current__isnull=False).values("current_id"),
        processing=Processing.HERE.value,
    ).select_related("aid")
    found = {row.aid_id: AidTitle(row.aid.slug, _text(row, language).title) for row in rows.prefetch_related("texts")}
    return dict(sorted(found.items(), key=lambda item: item[1].title))


def offered_by(funder_id: UUID) -> list[tuple[UUID, str]]:
    """The published aids of a funder, id and French title, by title. Public."""
    aids = Aid.objects.filter(funder_id=funder_id, state=AidState.PUBLISHED.value).exclude(current=None)
    rows = aids.filter(current__texts__language="fr").values_list("id", "current__texts__title")
    return sorted(rows, key=lambda row: row[1].casefold())
