"""What a content must be to be kept, and to be published. Pure: data in, problems out, no database, no clock.

An aid that could only refuse everyone, or that names no way to apply, is not published. Whether a territory exists
is told by the caller: this module knows no map.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from mob.catalogue.types import (
    AidContent,
    AidTexts,
    Audience,
    AutomaticCheck,
    FieldContent,
    FieldKind,
    FunderFacts,
    Level,
    Problem,
    Processing,
    ProofContent,
    RulesContent,
    TerritoryCode,
    Together,
)
from mob.directory.types import FunderKind
from mob.geography.types import TerritoryKind
from mob.kernel.money import MAX_CENTS, format_euros

# Lengths the tables hold. A minimum age above 99 or a text of a megabyte is a mistake, not an aid.
TEXT_LIMITS = {
    "title": 160,
    "promise": 300,
    "description": 8000,
    "conditions": 8000,
    "amount_text": 300,
    "payment_terms": 4000,
}
CONTENT_LIMITS = {"external_url": 500, "source_url": 500, "help_address": 500, "help_phone": 40, "help_hours": 160}
MAX_FIELDS = 30
MAX_PROOFS = 10
MAX_REPLACING = 6
MAX_CHOICES = 40
MAX_TERRITORIES = 2000
MAX_CODE = 12
MAX_SLUG = 120
OLDEST_MINIMUM = 99
MOST_INVOICE_DAYS = 730
MAX_RULES = 200_000
MAX_EXAMPLES = 100
MAX_TARGET = 200
MOST_MONTHS = 240

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_SIZES = {Level.COMMUNE: "commune", Level.EPCI: "epci", Level.DEPARTMENT: "department", Level.REGION: "region"}


def is_reserved(kind: FunderKind, processing: Processing, *, takes_affiliations: bool) -> bool:
    """Whether an aid is for the people of its employer alone, seen and asked for by nobody else.

    What is told of employers in general (the law, asked for elsewhere) comes from no employer that takes affiliations.
    """
    return kind is FunderKind.EMPLOYER and (takes_affiliations or processing is Processing.HERE)


def content_problems(content: AidContent) -> tuple[Problem, ...]:
    """Why this content cannot even be kept as a draft: too long, ambiguous codes, an address nobody should follow."""
    return (
        *_too_long("fr", content.fr),
        *(_too_long("en", content.en) if content.en else ()),
        *_long_values(content),
        *_bad_numbers(content),
        *_bad_territories(content),
        *_bad_addresses(content),
        *_bad_fields(content.fields),
        *_repeated_checks(content),
        *_bad_proofs(content.proofs),
        *(_bad_rules(content.rules) if content.rules else ()),
    )


def publication_problems(
    content: AidContent, *, funder: FunderFacts, unknown: Iterable[TerritoryCode], today: date
) -> tuple[Problem, ...]:
    """Why people cannot be shown this content. `unknown`: its territories that the official code does not hold."""
    return (
        *content_problems(content),
        *_missing_words(content),
        *_nobody(content, unknown=frozenset(unknown)),
        *_no_time(content, today=today),
        *_unanswerable(content.fields),
        *_no_way_to_apply(content, funder=funder),
        *_blind_machine(content),
    )


def _too_long(language: str, texts: AidTexts) -> Iterator[Problem]:
    for name, limit in TEXT_LIMITS.items():
        yield from _longer(getattr(texts, name), limit, f"{language}.{name}")


def _long_values(content: AidContent) -> Iterator[Problem]:
    for name, limit in CONTENT_LIMITS.items():
        yield from _longer(getattr(content, name), limit, name)
    if len(content.territories) > MAX_TERRITORIES:
        yield Problem("aid_too_many_territories", "territories", (("limit", MAX_TERRITORIES),))


def _longer(text: str, limit: int, pointer: str) -> Iterator[Problem]:
    if len(text) > limit:
        yield Problem("aid_text_too_long", pointer, (("limit", limit), ("length", len(text))))


def _bad_numbers(content: AidContent) -> Iterator[Problem]:
    if content.minimum_age is not None and not 0 <= content.minimum_age <= OLDEST_MINIMUM:
        yield Problem("aid_minimum_age", "minimum_age", (("limit", OLDEST_MINIMUM),))
    if content.invoice_days is not None and not 1 <= content.invoice_days <= MOST_INVOICE_DAYS:
        yield Problem("aid_invoice_days", "invoice_days", (("limit", MOST_INVOICE_DAYS),))
    if content.max_amount is not None and content.max_amount <= 0:
        yield Problem("aid_amount_not_positive", "max_amount")
    if content.max_amount is not None and content.max_amount > MAX_CENTS:
        yield Problem("amount_too_large", "max_amount", (("typed", format_euros(MAX_CENTS)),))
    if content.valid_from and content.valid_to and content.valid_to < content.valid_from:
        yield Problem("aid_dates_inverted", "valid_to")


def _repeated_checks(content: AidContent) -> Iterator[Problem]:
    if len(set(content.automatic_checks)) != len(content.automatic_checks):
        yield Problem("aid_check_twice", "automatic_checks")


def _bad_territories(content: AidContent) -> Iterator[Problem]:
    """Codes no table could hold. Whether they exist is asked at publication."""
    for index, territory in enumerate(content.territories):
        if territory.kind not in list(TerritoryKind) or not 0 < len(territory.code) <= MAX_CODE:
            yield Problem("aid_territory_unknown", f"territories.{index}", (("value", territory.code[:20]),))


def _bad_addresses(content: AidContent) -> Iterator[Problem]:
    for name in ("external_url", "source_url"):
        if getattr(content, name) and not is_web_address(getattr(content, name)):
            yield Problem("aid_web_address", name)


def is_web_address(text: str) -> bool:
    """Whether a link may be shown: http or https with a host, no spaces, no user name that could disguise the host."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host and not parts.username and not re.search(r"\s", text)


def is_slug(text: str) -> bool:
    """Whether a text may be the last part of an aid's address."""
    return len(text) <= MAX_SLUG and _CODE.fullmatch(text) is not None


def _bad_fields(fields: tuple[FieldContent, ...]) -> Iterator[Problem]:
    yield from _bad_codes([field.code for field in fields], "fields", MAX_FIELDS)
    for index, field in enumerate(fields):
        yield from _longer(max(field.label.fr, field.label.en, key=len), 200, f"fields.{index}.label")
        yield from _longer(max(field.hint.fr, field.hint.en, key=len), 300, f"fields.{index}.hint")
        for choice in field.choices:
            yield from _longer(max(choice.label.fr, choice.label.en, key=len), 200, f"fields.{index}.choices")
        yield from _bad_codes([choice.code for choice in field.choices], f"fields.{index}.choices", MAX_CHOICES)
        if field.max_choices < 1 or field.max_choices > max(1, len(field.choices)):
            yield Problem("aid_max_choices", f"fields.{index}.max_choices", (("limit", max(1, len(field.choices))),))


def _bad_proofs(proofs: tuple[ProofContent, ...]) -> Iterator[Problem]:
    yield from _bad_codes([proof.code for proof in proofs], "proofs", MAX_PROOFS)
    for index, proof in enumerate(proofs):
        yield from _longer(max(proof.label.fr, proof.label.en, key=len), 160, f"proofs.{index}.label")
        yield from _longer(max(proof.hint.fr, proof.hint.en, key=len), 300, f"proofs.{index}.hint")
        if len(proof.replaced_by) > MAX_REPLACING or any(len(name) > 200 for name in proof.replaced_by):
            yield Problem("aid_proof_replaced", f"proofs.{index}.replaced_by", (("limit", MAX_REPLACING),))


def _bad_rules(rules: RulesContent) -> Iterator[Problem]:
    """Rules no table could hold. Whether they compute is told at publication, by who runs them."""
    if bool(rules.text.strip()) == bool(rules.book):
        yield Problem("aid_rules_missing", "rules.text")
    if not rules.target.strip():
        yield Problem("aid_rules_target_missing", "rules.target")
    yield from _longer(rules.target, MAX_TARGET, "rules.target")
    yield from _longer(rules.text, MAX_RULES, "rules.text")
    yield from _longer(rules.shape, MAX_RULES, "rules.shape")
    if len(rules.examples) > MAX_EXAMPLES:
        yield Problem("aid_too_many", "rules.examples", (("limit", MAX_EXAMPLES),))
    if rules.frequency and not 1 <= rules.frequency.months <= MOST_MONTHS:
        yield Problem("aid_frequency", "rules.frequency", (("limit", MOST_MONTHS),))
    yield from _bad_together(rules.together)


def _bad_together(together: Together) -> Iterator[Problem]:
    for name, percent in (("most_percent", together.most_percent), ("left_percent", together.left_percent)):
        if percent is not None and not 0 <= percent <= 100:
            yield Problem("aid_together_percent", f"rules.together.{name}")
    for name, cents in (("most", together.most), ("left", together.left)):
        if cents is not None and not 0 <= cents <= MAX_CENTS:
            yield Problem("aid_together_amount", f"rules.together.{name}")


def _bad_codes(codes: list[str], pointer: str, limit: int) -> Iterator[Problem]:
    if len(codes) > limit:
        yield Problem("aid_too_many", pointer, (("limit", limit),))
    for index, code in enumerate(codes):
        if not _CODE.fullmatch(code) or len(code) > 60:
            yield Problem("aid_code", f"{pointer}.{index}.code", (("value", code[:60]),))
        elif code in codes[:index]:
            yield Problem("aid_code_twice", f"{pointer}.{index}.code", (("value", code),))


def _missing_words(content: AidContent) -> Iterator[Problem]:
    required = {
        "fr.title": ("aid_title_missing", content.fr.title),
        "fr.promise": ("aid_promise_missing", content.fr.promise),
        "fr.conditions": ("aid_conditions_missing", content.fr.conditions),
    }
    if content.en:
        required["en.title"] = ("aid_english_title_missing", content.en.title)
        required["en.promise"] = ("aid_english_promise_missing", content.en.promise)
    yield from (Problem(code, pointer) for pointer, (code, text) in required.items() if not text.strip())
    if content.max_amount is None and not content.fr.amount_text.strip():
        yield Problem("aid_amount_missing", "fr.amount_text")
    named = [("fields", index, item.label.fr) for index, item in enumerate(content.fields)]
    named += [("proofs", index, item.label.fr) for index, item in enumerate(content.proofs)]
    yield from (Problem("aid_label_missing", f"{part}.{i}.label") for part, i, label in named if not label.strip())


def _nobody(content: AidContent, *, unknown: frozenset[TerritoryCode]) -> Iterator[Problem]:
    if not content.territories:
        yield Problem("aid_territory_missing", "territories")
    for index, territory in enumerate(content.territories):
        if territory in unknown:
            yield Problem("aid_territory_unknown", f"territories.{index}", (("value", territory.code),))
    if not content.modes:
        yield Problem("aid_mode_missing", "modes")
    if not content.audiences:
        yield Problem("aid_audience_missing", "audiences")
    if content.audiences == (Audience.YOUNG,) and (content.minimum_age or 0) > 30:
        yield Problem("aid_nobody_that_young", "minimum_age", (("value", content.minimum_age or 0),))
    yield from _wrong_size(content)


def _wrong_size(content: AidContent) -> Iterator[Problem]:
    """A town cannot pay for the whole country: a level and a territory that contradict each other are a slip."""
    has_country = any(territory.kind == "country" for territory in content.territories)
    if has_country and content.level in _SIZES:
        yield Problem("aid_level_territory", "level")


def _no_time(content: AidContent, *, today: date) -> Iterator[Problem]:
    # What has ended may still be shown as ended, when people are not asked to apply here.
    if content.processing is Processing.HERE and content.valid_to and content.valid_to < today:
        yield Problem("aid_already_ended", "valid_to")


def _unanswerable(fields: tuple[FieldContent, ...]) -> Iterator[Problem]:
    for index, field in enumerate(fields):
        if field.kind is FieldKind.CHOICE and len(field.choices) < 2:
            yield Problem("aid_choices_missing", f"fields.{index}.choices")
        if any(not choice.label.fr.strip() for choice in field.choices):
            yield Problem("aid_label_missing", f"fields.{index}.choices")


def _blind_machine(content: AidContent) -> Iterator[Problem]:
    """A program that checks nothing would grant to whoever asks."""
    if content.is_automatic and not content.automatic_checks:
        yield Problem("aid_automatic_without_checks", "automatic_checks")
    if content.is_automatic and content.processing is not Processing.HERE:
        yield Problem("aid_automatic_elsewhere", "is_automatic")
    if AutomaticCheck.RULES in content.automatic_checks and content.rules is None:
        yield Problem("aid_automatic_without_rules", "automatic_checks")
    if AutomaticCheck.FREQUENCY in content.automatic_checks and not (content.rules and content.rules.frequency):
        yield Problem("aid_automatic_without_frequency", "automatic_checks")


def _no_way_to_apply(content: AidContent, *, funder: FunderFacts) -> Iterator[Problem]:
    if content.processing is Processing.HERE and not funder.receives:
        yield Problem("aid_funder_does_not_receive", "processing")
    if content.processing is Processing.EXTERNAL and urlsplit_scheme(content.external_url) != "https":
        yield Problem("aid_external_address_missing", "external_url")
    has_help = bool(content.help_address.strip() or content.help_phone.strip())
    # Where one applies elsewhere, the official page says who answers: we do not invent a telephone for others.
    if content.processing is Processing.HERE and funder.is_public and not has_help and not funder.has_contact:
        yield Problem("aid_help_missing", "help_address")


def urlsplit_scheme(text: str) -> str:
    """The scheme of an address that may be shown, or nothing."""
    return urlsplit(text).scheme if is_web_address(text) else ""
