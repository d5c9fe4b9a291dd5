"""What registers certified, in an application: answers filled in and locked, papers nobody asks for, and their proof.

In a draft they are read anew each time; at submission they are kept in the snapshot, which outlives the agreement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mob.applications.models import Application
from mob.applications.types import State
from mob.applications.views import CertifiedView
from mob.catalogue.types import AidTerms, CustomField, FieldKind
from mob.eligibility.certified import rules, sources
from mob.eligibility.certified.types import NOTHING_HELD, About, Certified, Held, Provider, RegisterSource
from mob.eligibility.certifying import reading
from mob.eligibility.facts import code_of
from mob.kernel import clock

KEPT = "certified"


def of_draft(row: Application, view: AidTerms, *, on: date | None = None) -> Held:
    """What this funder may use of the person for this draft, today unless said otherwise."""
    if row.citizen_id is None or not _concerns(view):
        return NOTHING_HELD
    day = on or clock.civil_date(clock.now())
    held = reading.held_for(row.citizen_id, funder_id=row.funder_id, on=day)
    return rules.usable(held, on=day, is_for_child=row.beneficiary.get("kind") == "child")


def of_sent(row: Application) -> Held:
    """What was kept when it was sent."""
    kept = row.snapshot.get(KEPT, {})
    return Held(
        {name: _read(name, each) for name, each in kept.get("facts", {}).items()}, frozenset(kept.get("awaited", ()))
    )


def of_row(row: Application, view: AidTerms) -> Held:
    return of_draft(row, view) if row.state == State.DRAFT.value else of_sent(row)


def _concerns(view: AidTerms) -> bool:
    """Whether a register could say anything for this aid: most ask nothing of the kind, and nothing is looked up."""
    return bool(wanted(view))


def wanted(view: AidTerms) -> frozenset[str]:
    """Names of the facts that a register could certify for this aid: those it asks, and those that replace a paper."""
    named = {field.fact for field in view.fields} | {name for proof in view.proofs for name in proof.replaced_by}
    return frozenset(named & sources.certifiable())


def filled(view: AidTerms, answers: Mapping[str, Any], held: Held) -> dict[str, Any]:
    """The answers with those of registers in their place: they cannot be changed in silence."""
    return {**answers, **locked(view, held)}


def locked(view: AidTerms, held: Held) -> dict[str, Any]:
    """Answers that a register gives, by question, as forms store them."""
    return {
        field.code: value
        for field in view.fields
        if field.fact in held.facts and (value := stored(field, held.facts[field.fact])) is not None
    }


def stored(field: CustomField, fact: Certified) -> Any:
    """A certified value as the answer to a question; None when the question takes no such answer."""
    match field.kind:
        case FieldKind.NUMBER:
            is_number = isinstance(fact.value, (int, float)) and not isinstance(fact.value, bool)
            return format(Decimal(repr(fact.value)).normalize(), "f") if is_number else None
        case FieldKind.YES_NO:
            return fact.value if isinstance(fact.value, bool) else None
        case FieldKind.CHOICE:
            code = code_of(str(fact.value))
            return code if code in {choice.code for choice in field.choices} and field.max_choices == 1 else None
        case _:
            return str(fact.value)


def replaced(view: AidTerms, held: Held) -> frozenset[str]:
    """Codes of the papers that are not asked for."""
    return rules.replaced(view.proofs, held)


def standing(view: AidTerms, answers: Mapping[str, Any], held: Held) -> dict[str, Certified]:
    """Certified facts by name, as far as the answers still say the same: a corrected answer is hers again."""
    by_fact = {field.fact: field for field in view.fields if field.fact}
    return {
        name: fact
        for name, fact in held.facts.items()
        if name not in by_fact or answers.get(by_fact[name].code) == stored(by_fact[name], fact)
    }


def view_of(view: AidTerms, answers: Mapping[str, Any], held: Held) -> CertifiedView:
    """What pages show."""
    facts = standing(view, answers, held)
    return CertifiedView(
        by_field={field.code: facts[field.fact] for field in view.fields if field.fact in facts},
        replaced={
            proof.code: tuple(facts.get(name) or name for name in proof.replaced_by)
            for proof in view.proofs
            if proof.code in replaced(view, Held(facts, held.awaited))
        },
        awaited=frozenset(field.code for field in view.fields if field.fact in held.awaited),
        held=held,
    )


def to_keep(view: AidTerms, held: Held) -> dict[str, Any]:
    """As the snapshot keeps it: only what this aid uses. Empty when it uses nothing."""
    used = wanted(view)
    facts = {name: _plain(each) for name, each in held.facts.items() if name in used}
    awaited = sorted(held.awaited & used)
    return {KEPT: {"facts": facts, "awaited": awaited}} if facts or awaited else {}


def _plain(each: Certified) -> dict[str, Any]:
    return {
        "value": each.value,
        "source": each.source.value,
        "provider": each.provider.value,
        "about": each.about.value,
        "certified_at": each.certified_at.isoformat(),
        "expires_on": each.expires_on.isoformat(),
    }


def _read(name: str, kept: Mapping[str, Any]) -> Certified:
    return Certified(
        name,
        kept["value"],
        Provider(kept["provider"]),
        datetime.fromisoformat(kept["certified_at"]),
        date.fromisoformat(kept["expires_on"]),
        source=RegisterSource(kept["source"]),
        about=About(kept["about"]),
    )
