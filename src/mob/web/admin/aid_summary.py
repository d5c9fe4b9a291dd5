"""An aid told to its author: section by section in words, what is missing with where to put it, who did what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mob.catalogue.events import (
    AidCreated,
    AidEdited,
    AidMistakeReported,
    AidMistakeSettled,
    AidOwnerSet,
    AidPublished,
    AidRetentionSet,
    AidUnpublished,
    AidVerified,
)
from mob.catalogue.types import AidContent, AidEditing, AidTexts, Problem
from mob.directory import selectors as directory
from mob.geography import selectors as geography
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor
from mob.kernel.money import format_euros
from mob.kernel.texts import text_of
from mob.web.admin import words
from mob.web.formats import long_date

# Which section holds the value a pointer names.
_HOMES = {
    "fr.amount_text": "montant",
    "fr.payment_terms": "montant",
    "max_amount": "montant",
    "fr": "textes",
    "en": "anglais",
    "level": "public",
    "modes": "public",
    "audiences": "public",
    "minimum_age": "public",
    "minors_represented": "public",
    "territories": "territoires",
    "valid_from": "dates",
    "valid_to": "dates",
    "purchase": "depot",
    "is_automatic": "depot",
    "automatic_checks": "depot",
    "invoice_days": "depot",
    "processing": "depot",
    "external_url": "depot",
    "help_address": "contact",
    "help_phone": "contact",
    "help_hours": "contact",
    "source_url": "source",
    "source_date": "source",
    "verified_on": "source",
    "fields": "questions",
    "proofs": "pieces",
    "rules": "calcul",
}
TITLES = {
    "textes": gettext_lazy("What the aid is"),
    "anglais": gettext_lazy("In English"),
    "montant": gettext_lazy("How much"),
    "public": gettext_lazy("For whom"),
    "territoires": gettext_lazy("Where"),
    "dates": gettext_lazy("When"),
    "depot": gettext_lazy("How to apply"),
    "contact": gettext_lazy("Help off-line"),
    "source": gettext_lazy("Source"),
    "questions": gettext_lazy("Questions asked"),
    "pieces": gettext_lazy("Papers asked"),
    "calcul": gettext_lazy("Computing"),
}
_ACTS = {
    AidCreated.kind: gettext_lazy("Draft started"),
    AidEdited.kind: gettext_lazy("Written"),
    AidPublished.kind: gettext_lazy("Published"),
    AidUnpublished.kind: gettext_lazy("Withdrawn"),
    AidRetentionSet.kind: gettext_lazy("Duration of files set"),
    AidVerified.kind: gettext_lazy("Verified: still holds"),
    AidOwnerSet.kind: gettext_lazy("Keeper changed"),
    AidMistakeReported.kind: gettext_lazy("A mistake was told of"),
    AidMistakeSettled.kind: gettext_lazy("A mistake was dealt with"),
}
_SHOWN_PLACES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to put right, and where."""

    text: str
    href: str
    section: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question or a paper in its list."""

    code: str
    label: str
    detail: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the aid's page: what it says (label, value) or its items, and what is wrong in it."""

    slug: str
    title: Any
    href: str
    rows: list[tuple[Any, str]]
    items: list[Item] | None
    problems: list[Line]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the journal in words."""

    at: datetime
    what: Any
    number: int | None
    who: str


def home_of(pointer: str) -> str:
    """The section of a pointer such as `fr.title` or `fields.2.choices`."""
    return _HOMES.get(pointer) or _HOMES.get(pointer.partition(".")[0], "textes")


def address(editing: AidEditing, pointer: str) -> str:
    """The page where the value of a pointer is written."""
    section = home_of(pointer)
    if section == "calcul":
        return _rules_address(editing, pointer)
    codes = _codes(editing.content, section)
    if codes is None:
        return reverse("admin:aid-section", args=[editing.id, section])
    position = pointer.split(".")[1] if "." in pointer else ""
    if position.isdecimal() and int(position) < len(codes):
        return reverse("admin:aid-item", args=[editing.id, section, codes[int(position)]])
    return reverse("admin:aid", args=[editing.id]) + f"#{section}"


def _rules_address(editing: AidEditing, pointer: str) -> str:
    """Where a mistake of the rules is mended: their text, the case that comes out wrong, or their page."""
    rules, last = editing.content.rules, pointer.rpartition(".")[2]
    if pointer.startswith("rules.examples.") and last.isdecimal():
        return reverse("admin:aid-rules-case", args=[editing.id, int(last) + 1])
    if pointer == "rules.text" and rules and rules.text:
        return reverse("admin:aid-rules-text", args=[editing.id])
    return reverse("admin:aid-rules", args=[editing.id])


def _codes(content: AidContent, section: str) -> list[str] | None:
    """The codes of a section's items in order, None for a section that has none."""
    if section == "questions":
        return [each.code for each in content.fields]
    return [each.code for each in content.proofs] if section == "pieces" else None


def lines(editing: AidEditing, problems: Iterable[Problem]) -> list[Line]:
    """The problems in words, each leading to where it is put right."""
    return [
        Line(
            text_of(problem.code, get_language() or "fr", **dict(problem.params)),
            address(editing, problem.pointer),
            home_of(problem.pointer),
        )
        for problem in problems
    ]


def sections(editing: AidEditing, problems: Iterable[Problem]) -> list[SectionView]:
    """The whole aid in the order people read it."""
    found = lines(editing, problems)
    rows = _rows(editing.content)
    items = {"questions": _questions(editing.content), "pieces": _papers(editing.content)}
    return [
        SectionView(
            slug=slug,
            title=title,
            href="" if slug in items else reverse("admin:aid-section", args=[editing.id, slug]),
            rows=[(label, value) for label, value in rows.get(slug, []) if value],
            items=items.get(slug),
            problems=[line for line in found if line.section == slug],
        )
        for slug, title in TITLES.items()
    ]


def _rows(content: AidContent) -> dict[str, list[tuple[Any, str]]]:
    age = _("from %(age)d years old") % {"age": content.minimum_age} if content.minimum_age else ""
    return {
        "textes": _text_rows(content.fr),
        "anglais": _text_rows(content.en) if content.en else [],
        "montant": [
            (_("At most"), format_euros(content.max_amount, get_language() or "fr") if content.max_amount else ""),
            (_("Amount in words"), content.fr.amount_text),
            (_("Payment"), content.fr.payment_terms),
        ],
        "public": [
            (_("Who gives"), str(words.LEVELS[content.level])),
            (_("Modes"), words.listed(words.MODES, content.modes)),
            (_("People"), words.listed(words.AUDIENCES, content.audiences)),
            (_("Age"), age),
            (_("At 16 and 17"), _("a parent applies") if content.minors_represented else ""),
        ],
        "territoires": [(_("Places"), _places(content))],
        "dates": [(_("From"), _day(content.valid_from)), (_("Until"), _day(content.valid_to))],
        "depot": _applying(content),
        "contact": [
            (_("Postal address"), content.help_address),
            (_("Telephone"), content.help_phone),
            (_("Opening hours"), content.help_hours),
        ],
        "calcul": _rules(content),
        "source": [
            (_("Official page"), content.source_url),
            (_("Date of the source"), _day(content.source_date)),
            (_("Verified on"), _day(content.verified_on)),
        ],
    }


def _text_rows(texts: AidTexts) -> list[tuple[Any, str]]:
    return [
        (_("Title"), texts.title),
        (_("Promise"), texts.promise),
        (_("Description"), texts.description),
        (_("Conditions"), texts.conditions),
    ]


def _applying(content: AidContent) -> list[tuple[Any, str]]:
    return [
        (_("Where people apply"), str(words.PROCESSINGS[content.processing])),
        (_("Address of that site"), content.external_url),
        (_("Purchase"), str(words.PURCHASES[content.purchase])),
        (_("Days to send the invoice"), str(content.invoice_days or "")),
        (_("Courtesy mails"), _("Yes") if content.wants_courtesy_mails else _("No")),
        (_("Decided automatically"), _checks(content)),
    ]


def _rules(content: AidContent) -> list[tuple[Any, str]]:
    rules = content.rules
    if rules is None:
        return [(_("Rules"), _("None: agents read the conditions and set the amount."))]
    asked = [each.label.fr for each in content.fields if each.fact]
    return [
        (_("Rules"), _("From a rule book: %(name)s") % {"name": rules.target} if rules.book else _("Written here")),
        (_("Asked for the computation"), "\n".join(asked)),
        (_("Examples"), str(len(rules.examples))),
    ]


def _checks(content: AidContent) -> str:
    if not content.is_automatic:
        return _("No")
    named = [str(words.AUTOMATIC_CHECKS[check]).lower() for check in content.automatic_checks]
    return _("Yes: %(checks)s") % {"checks": ", ".join(named) or "–"}


def _places(content: AidContent) -> str:
    names = [geography.territory_name(each.kind, each.code) or each.code for each in content.territories]
    rest = len(names) - _SHOWN_PLACES
    shown = ", ".join(names[:_SHOWN_PLACES])
    return _("%(places)s and %(count)d more") % {"places": shown, "count": rest} if rest > 0 else shown


def _day(day: date | None) -> str:
    return long_date(day, get_language() or "fr") if day else ""


def _questions(content: AidContent) -> list[Item]:
    return _items(
        (each.code, each.label.fr, [words.FIELD_KINDS[each.kind], _optional(is_required=each.is_required)])
        for each in content.fields
        if not each.fact
    )


def _papers(content: AidContent) -> list[Item]:
    return _items(
        (each.code, each.label.fr, [words.PROOF_TYPES[each.proof_type], _optional(is_required=each.is_required)])
        for each in content.proofs
    )


def _optional(*, is_required: bool) -> str:
    return "" if is_required else _("optional")


def _items(triples: Iterable[tuple[str, str, list[Any]]]) -> list[Item]:
    every = list(triples)
    last = len(every) - 1
    return [
        Item(code, label or code, ", ".join(str(each) for each in details if each), index == 0, index == last)
        for index, (code, label, details) in enumerate(every)
    ]


def acts(actor: Actor, editing: AidEditing) -> list[Act]:
    """What the journal tells of the aid, newest first. The caller has the right to read the aid."""
    facts = stream_facts(actor, f"aid:{editing.id}")
    names: dict[str, str] = {label: _name(label, editing.funder_id) for label in {fact.actor for fact in facts}}
    return [
        Act(fact.at, _ACTS.get(fact.kind, fact.kind), fact.data.get("number"), names[fact.actor])
        for fact in reversed(facts)
    ]


def _name(label: str, funder_id: UUID) -> str:
    """The person behind a journal's label, by her card at the funder or at the platform."""
    kind, _colon, user_id = label.partition(":")
    if not user_id or kind != "staff":
        return _("the platform")
    for place in (funder_id, None):
        if card := directory.staff_member(UUID(user_id), funder_id=place):
            return card.full_name
    return _("somebody who has left")
