"""What a register's answer makes certain, until when, and what that replaces. Pure and total: time is a parameter.

An answer that is not a fact (no enrolment today) proves nothing against anybody: a person may study where the ministry
does not look. So it gives no fact, and never the contrary of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from mob.catalogue.types import Answer, RequiredProof
from mob.eligibility import critair
from mob.eligibility.certified.types import (
    About,
    AgreementView,
    BasisView,
    Certified,
    Enrolments,
    FamilyQuotient,
    Held,
    JobSeeking,
    Provider,
    RegisterAnswer,
    Scholarship,
    SourceKind,
    Vehicle,
)
from mob.identity.names import fold_name
from mob.kernel.clock import add_months, civil_date

QUOTIENT = "foyer . quotient familial"
STATUS = "demandeur . statut"
SCHOLAR = "demandeur . boursier"
FIRST_REGISTERED = "véhicule . première immatriculation"
ENERGY = "véhicule . énergie"
STUDYING, SEEKING = "étudiant", "demandeur d'emploi"
# How long an agreement holds unless it is taken back: a school year and its summer, an annual renewal of rights.
AGREED_MONTHS = 12
_DAY = timedelta(days=1)


def facts_of(answer: RegisterAnswer, kind: SourceKind, *, now: datetime) -> tuple[Certified, ...]:
    """What is certain on the day of the answer. Empty: the register said nothing that rules may use."""
    today = civil_date(now)
    by_length = add_months(today, kind.lasts_months) - _DAY
    return tuple(
        Certified(
            name,
            value,
            provider,
            now,
            min(by_length, until or by_length),
            source=kind.source,
            about=kind.about,
        )
        for name, value, provider, until in _read(answer, today)
        if name in kind.facts and (until is None or today <= until)
    )


def _read(answer: RegisterAnswer, today: date) -> Iterator[tuple[str, Answer, Provider, date | None]]:
    """Name, value, who attests, and the last day the register itself gives."""
    match answer:
        case FamilyQuotient():
            yield QUOTIENT, answer.value, answer.provider, None
        case Enrolments():
            ends = [each.ends_on for each in answer.every if each.begins_on <= today <= each.ends_on]
            if ends:
                yield STATUS, STUDYING, Provider.MESRI, max(ends)
        case Scholarship():
            if answer.is_held:
                yield SCHOLAR, True, Provider.CNOUS, answer.ends_on
        case JobSeeking():
            if answer.begins_on <= today:
                yield STATUS, SEEKING, Provider.FRANCE_TRAVAIL, answer.ends_on
        case Vehicle():
            yield from _of_vehicle(answer)


def _of_vehicle(answer: Vehicle) -> Iterator[tuple[str, Answer, Provider, date | None]]:
    if answer.first_registered_on is not None:
        yield FIRST_REGISTERED, answer.first_registered_on.isoformat(), Provider.ANTS, None
    energy = critair.energy_words(answer.energy)
    if energy is not None:
        yield ENERGY, energy, Provider.ANTS, None


def is_hers(answer: RegisterAnswer, *, birth_name: str, birth_date: date | None) -> bool:
    """Whether an answer is about the person who asked.

    FranceConnect proved it for the others; a number alone proves nothing: the name and the day behind it must be hers.
    """
    if not isinstance(answer, JobSeeking):
        return True
    same_name = bool(birth_name) and fold_name(birth_name) == fold_name(answer.birth_name)
    return same_name and birth_date is not None and birth_date == answer.birth_date


def usable(held: Held, *, on: date, is_for_child: bool) -> Held:
    """What may be used on a day: neither expired nor contested; for a child, what is the household's alone."""
    kept = {
        name: each
        for name, each in held.facts.items()
        if each.holds_on(on) and (not is_for_child or each.about is not About.PERSON)
    }
    return Held(kept, held.awaited)


def replaced(proofs: Iterable[RequiredProof], held: Held) -> frozenset[str]:
    """Codes of the papers nobody asks for: every fact that stands for one is certified, or may still be.

    A register that does not answer is not the person's fault (CRPA, article L113-12: what an administration holds is
    not asked of her again), so no paper is asked while it is awaited.
    """
    known = frozenset(held.facts) | held.awaited
    return frozenset(proof.code for proof in proofs if proof.replaced_by and known.issuperset(proof.replaced_by))


def prevails(theirs: AgreementView, mine: AgreementView, *, on: date) -> bool:
    """Of two agreements of one person for one funder and source, whether the first is to stay instead of the second.

    An agreement that holds over one that ended, facts over none, then the latest facts. Equal: the second stays. Facts
    of two answers are never mixed: they may speak of two vehicles.
    """
    return _freshness(theirs, on) > _freshness(mine, on)


def _freshness(view: AgreementView, on: date) -> tuple[bool, bool, float]:
    facts = [each.certified_at.timestamp() for _id, each in view.facts if on <= each.expires_on]
    return on <= view.ends_on, bool(facts), max(facts, default=0.0)


def is_in_force(basis: BasisView, on: date) -> bool:
    """From its first day to the end of its last, unless it was ended."""
    return basis.ended_at is None and basis.starts_on <= on and (basis.ends_on is None or on <= basis.ends_on)


def is_siret(text: str) -> bool:
    """Fourteen digits whose Luhn sum is a multiple of ten (INSEE). La Poste's own establishments sum to five's."""
    if len(text) != 14 or not (text.isascii() and text.isdecimal()):
        return False
    digits = [int(c) for c in text]
    if text.startswith("356000000") and sum(digits) % 5 == 0:
        return True
    doubled = [d if index % 2 else d * 2 for index, d in enumerate(digits)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
