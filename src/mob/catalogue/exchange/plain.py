"""A content as plain values for our typed JSON: what is empty or usual is left out. Reading back is `typed_json`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from mob.catalogue.ruling import plain_example, plain_together
from mob.catalogue.types import AidContent, AidTexts, Audience, FieldContent, ProofContent, RulesContent, Words

# Written as they are; everything else needs a word of its own.
_SIMPLE = (
    "level",
    "modes",
    "audiences",
    "valid_from",
    "valid_to",
    "minimum_age",
    "purchase",
    "invoice_days",
    "processing",
    "external_url",
    "help_address",
    "help_phone",
    "help_hours",
    "source_url",
    "source_date",
    "verified_on",
    "automatic_checks",
)


def plain_aid(content: AidContent, *, key: str, slug: str, funder: str, is_draft: bool) -> dict[str, Any]:
    """One aid of the file."""
    head: dict[str, Any] = {"key": key, "slug": slug, "funder": funder}
    if is_draft:
        head["is_draft"] = True
    return head | plain_content(content)


def plain_content(content: AidContent) -> dict[str, Any]:
    simple = {name: _value(getattr(content, name)) for name in _SIMPLE}
    if content.audiences == (Audience.EVERYONE,):
        simple.pop("audiences")
    texts = {"fr": _texts(content.fr)} | ({"en": _texts(content.en)} if content.en else {})
    parts: dict[str, Any] = {
        "max_amount_cents": content.max_amount,
        "is_automatic": True if content.is_automatic else None,
        "minors_represented": True if content.minors_represented else None,
        "wants_courtesy_mails": None if content.wants_courtesy_mails else False,
        "territories": [{"kind": t.kind, "code": t.code} for t in content.territories],
        "fields": [_field(field) for field in content.fields],
        "proofs": [_proof(proof) for proof in content.proofs],
        "rules": _rules(content.rules) if content.rules else None,
    }
    return {"texts": texts} | _filled(simple | parts)


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _texts(texts: AidTexts) -> dict[str, str]:
    return {name: value for name in AidTexts.__slots__ if (value := getattr(texts, name))}


def _words(words: Words) -> dict[str, str] | str:
    return {"fr": words.fr, "en": words.en} if words.en else words.fr


def _field(field: FieldContent) -> dict[str, Any]:
    plain = {
        "code": field.code,
        "kind": field.kind.value,
        "label": _words(field.label),
        "hint": _words(field.hint),
        "is_required": None if field.is_required else False,
        "choices": [{"code": choice.code, "label": _words(choice.label)} for choice in field.choices],
        "max_choices": None if field.max_choices == 1 else field.max_choices,
        "fact": field.fact,
    }
    return _filled(plain)


def _proof(proof: ProofContent) -> dict[str, Any]:
    plain = {
        "code": proof.code,
        "type": proof.proof_type.value,
        "label": _words(proof.label),
        "hint": _words(proof.hint),
        "is_required": None if proof.is_required else False,
        "replaced_by": list(proof.replaced_by),
    }
    return _filled(plain)


def _rules(rules: RulesContent) -> dict[str, Any]:
    frequency = rules.frequency
    plain = {
        "target": rules.target,
        "text": rules.text,
        "book": rules.book,
        "shape": rules.shape,
        "examples": [plain_example(example) for example in rules.examples],
        "once_in_months": frequency.months if frequency else None,
        "once_per": frequency.per.value if frequency else None,
        "together": plain_together(rules.together),
        "allows_anyway": None if rules.allows_anyway else False,
    }
    return _filled(plain)
