"""Rows of an aid: taking one's turn to write, inserting a version with all its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import F

from mob.catalogue import rules, ruling
from mob.catalogue.models import Aid, AidField, AidProof, AidTerritory, AidText, AidVersion, RuleBook
from mob.catalogue.ports import RuleDesk
from mob.catalogue.types import AidContent, AidTexts, Problem
from mob.kernel.errors import Conflict, Invalid, InvalidMany
from mob.kernel.ports import serve


def newest_version(aid: Aid) -> AidVersion:
    return AidVersion.objects.filter(aid=aid).order_by("-number")[0]


def claim(aid: Aid, *, expected_version: int, now: datetime) -> None:
    """Take the aid's next version. Raises Conflict when somebody wrote it since it was read."""
    mine = Aid.objects.filter(id=aid.id, version=expected_version)
    if not mine.update(version=F("version") + 1, updated_at=now):
        raise Conflict("aid_changed")


def check(content: AidContent) -> None:
    """Raises InvalidMany when the content cannot be kept, even as a draft; Invalid when its rule book is unknown."""
    refuse(rules.content_problems(content))
    if content.rules and content.rules.book and not RuleBook.objects.filter(digest=content.rules.book).exists():
        raise Invalid("rule_book_unknown", "rules.book")


def with_questions(content: AidContent) -> AidContent:
    """The content with what its rules ask: those questions follow the rules, never the author's hand."""
    own = tuple(field for field in content.fields if not field.fact)
    asked = serve(RuleDesk).questions(content.rules) if content.rules else ()  # type: ignore[type-abstract]
    return replace(content, fields=(*asked, *own))


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InvalidMany when there is any problem."""
    errors = [Invalid(problem.code, problem.pointer, **dict(problem.params)) for problem in problems]
    if errors:
        raise InvalidMany(errors)


def insert_version(aid: Aid, *, number: int, content: AidContent, now: datetime) -> AidVersion:
    """A new unpublished version with its texts, territories, questions, papers and rules."""
    version = AidVersion(aid=aid, number=number, created_at=now, **_columns(content))
    version.save(force_insert=True)
    AidText.objects.bulk_create(_texts(version, content))
    codes = dict.fromkeys(content.territories)
    AidTerritory.objects.bulk_create(AidTerritory(version=version, kind=t.kind, code=t.code) for t in codes)
    AidField.objects.bulk_create(_fields(version, content))
    AidProof.objects.bulk_create(_proofs(version, content))
    if content.rules:
        ruling.row_of(version, content.rules).save(force_insert=True)
    return version


def _columns(content: AidContent) -> dict[str, object]:
    return {
        "valid_from": content.valid_from,
        "valid_to": content.valid_to,
        "level": content.level.value,
        "modes": [mode.value for mode in content.modes],
        "audiences": [audience.value for audience in content.audiences],
        "minimum_age": content.minimum_age,
        "purchase": content.purchase.value,
        "invoice_days": content.invoice_days,
        "processing": content.processing.value,
        "external_url": content.external_url,
        "max_amount_cents": content.max_amount,
        "minors_represented": content.minors_represented,
        "wants_courtesy_mails": content.wants_courtesy_mails,
        "help_address": content.help_address,
        "help_phone": content.help_phone,
        "help_hours": content.help_hours,
        "source_url": content.source_url,
        "source_date": content.source_date,
        "verified_on": content.verified_on,
        "is_automatic": content.is_automatic,
        "automatic_checks": [check.value for check in content.automatic_checks],
    }


def _texts(version: AidVersion, content: AidContent) -> list[AidText]:
    pairs: list[tuple[str, AidTexts]] = [("fr", content.fr)]
    if content.en:
        pairs.append(("en", content.en))
    return [
        AidText(
            version=version,
            language=language,
            title=texts.title,
            promise=texts.promise,
            description=texts.description,
            conditions=texts.conditions,
            amount_text=texts.amount_text,
            payment_terms=texts.payment_terms,
        )
        for language, texts in pairs
    ]


def _fields(version: AidVersion, content: AidContent) -> list[AidField]:
    return [
        AidField(
            version=version,
            code=field.code,
            position=position,
            kind=field.kind.value,
            is_required=field.is_required,
            label_fr=field.label.fr,
            label_en=field.label.en,
            hint_fr=field.hint.fr,
            hint_en=field.hint.en,
            choices=[{"code": c.code, "fr": c.label.fr, "en": c.label.en} for c in field.choices],
            max_choices=field.max_choices,
            fact=field.fact,
        )
        for position, field in enumerate(content.fields, start=1)
    ]


def _proofs(version: AidVersion, content: AidContent) -> list[AidProof]:
    return [
        AidProof(
            version=version,
            code=proof.code,
            position=position,
            proof_type=proof.proof_type.value,
            is_required=proof.is_required,
            label_fr=proof.label.fr,
            label_en=proof.label.en,
            hint_fr=proof.hint.fr,
            hint_en=proof.hint.en,
            replaced_by=list(proof.replaced_by),
        )
        for position, proof in enumerate(content.proofs, start=1)
    ]
