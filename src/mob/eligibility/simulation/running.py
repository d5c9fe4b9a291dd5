"""Running every aid that can apply somewhere: territory first, then its rules, then what to ask next.

Published versions, compiled rules and territories stay in the process: a step reads one row of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from mob.catalogue import search
from mob.catalogue import selectors as catalogue
from mob.catalogue.search import Hit, Opening, SearchDocument, SearchQuery
from mob.catalogue.types import Answer, Outcome, RulesContent
from mob.eligibility import engines, facts
from mob.eligibility.simulation import asking, ordering, together
from mob.eligibility.simulation.asking import Question
from mob.eligibility.simulation.ordering import Place
from mob.eligibility.simulation.types import MOST_QUESTIONS, Estimate, Simulation, Situation
from mob.eligibility.types import Source, Verdict
from mob.eligibility.verdicts import Case, amount_of
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound
from mob.kernel.money import Cents
from publicodes import Engine, Evaluation, PublicodesError

ANYBODY = Actor.anonymous()
_EVERY_AID = 100_000


def run(situation: Situation, *, day: date, actor: Actor = ANYBODY) -> Simulation:
    """Every published aid of the commune on a civil date, with what it gives so far and the question to ask next.

    Aids reserved to an employer's people are there for those affiliated to it alone. Never raises for rules that fail:
    their aid stays undetermined.
    """
    hits = _hits(situation, day, actor)
    case = _case(situation, day)
    opened = [hit.document for hit in hits if hit.opening is Opening.OPEN]
    ruled = [(document, rules) for document in opened if (rules := _rules(document))]
    estimates = [_estimate(case, document, rules) for document, rules in ruled]
    by_outcome = {outcome: _sorted(e for e in estimates if e.outcome is outcome) for outcome in Outcome}
    return Simulation(
        situation=situation,
        eligible=_sorted(together.capped(situation, by_outcome[Outcome.ELIGIBLE])),
        undetermined=by_outcome[Outcome.UNDETERMINED],
        ineligible=by_outcome[Outcome.INELIGIBLE],
        unruled=tuple(document for document in opened if _rules(document) is None),
        upcoming=tuple(hit.document for hit in hits if hit.opening is Opening.UPCOMING),
        ended=tuple(hit.document for hit in hits if hit.opening is Opening.ENDED),
        next_fact=_next(situation, estimates),
    )


def explained(found: Simulation, *, day: date) -> Mapping[str, Verdict]:
    """The verdict of each aid with rules, by address: reasons in words, the article or page, the computation."""
    case = _case(found.situation, day)
    estimates = (*found.eligible, *found.undetermined, *found.ineligible)
    return {each.document.slug: case.verdict(each.rules, source=_source(each.document)) for each in estimates}


def question_of(
    fact: str, situation: Situation, *, day: date, language: str, actor: Actor = ANYBODY
) -> Question | None:
    """How this fact is asked, as the rules of an aid of the commune have it. None: nobody is asked that here."""
    for hit in _hits(situation, day, actor):
        rules = _rules(hit.document)
        engine = _engine(rules) if rules else None
        kind = asking.kind_of(engine, fact) if engine else None
        if kind:
            return asking.question(kind, language)
    return None


def official_page(document: SearchDocument) -> str:
    """Where an aid that is asked for elsewhere is asked for."""
    terms = catalogue.terms(document.version_id)
    return terms.external_url or terms.source_url


def has_rules(document: SearchDocument) -> bool:
    return _rules(document) is not None


def _hits(situation: Situation, day: date, actor: Actor) -> tuple[Hit, ...]:
    query = SearchQuery(commune=situation.commune, page_size=_EVERY_AID)
    hits = search.find(query, day=day, actor=actor).hits
    return tuple(hit for hit in hits if situation.aid in ("", hit.document.slug))


def _case(situation: Situation, day: date) -> Case:
    return Case({facts.COMMUNE: situation.commune, **situation.answers}, on=day)


def _rules(document: SearchDocument) -> RulesContent | None:
    return catalogue.terms(document.version_id).rules


def _source(document: SearchDocument) -> Source:
    terms = catalogue.terms(document.version_id)
    return Source("", terms.source_url or terms.external_url)


def _engine(rules: RulesContent) -> Engine | None:
    try:
        return engines.engine_for(rules)
    except (PublicodesError, NotFound):
        return None


def _estimate(case: Case, document: SearchDocument, rules: RulesContent) -> Estimate:
    told = case.verdict(rules, explained=False)
    if told.outcome is not Outcome.UNDETERMINED or not told.missing:
        return Estimate(document, rules, told.outcome, told.amount)
    engine = case.engine(rules)
    weights = _amount(engine, rules).missing
    missing = {fact: weights.get(fact, 0) for fact in told.missing}
    return Estimate(document, rules, told.outcome, None, _reach(engine, rules, document), missing)


def _sorted(estimates: Iterable[Estimate]) -> tuple[Estimate, ...]:
    return tuple(sorted(estimates, key=lambda each: (-each.hoped, each.document.slug)))


def _next(situation: Situation, estimates: Sequence[Estimate]) -> str:
    if len(situation.said) >= MOST_QUESTIONS:
        return ""

    def place(fact: str) -> Place | None:
        return None if fact in situation.asked else _place(estimates, fact)

    return ordering.next_fact(estimates, place)


def _place(estimates: Iterable[Estimate], fact: str) -> Place | None:
    """Where the question stands among all, when people may be asked it by an aid that needs it."""
    for each in estimates:
        engine = _engine(each.rules) if fact in (each.missing or ()) else None
        if engine and (kind := asking.kind_of(engine, fact)):
            return Place(kind.order, asking.figure_of(engine, fact))
    return None


def _amount(engine: Engine, rules: RulesContent) -> Evaluation:
    return engine.evaluate({"valeur": rules.target, "unité": "€"})


def _reach(engine: Engine, rules: RulesContent, document: SearchDocument) -> Cents:
    """The most the aid was found to give for some answers to what is missing; never above what it says it gives."""

    def trial(given: Mapping[str, Answer]) -> tuple[int, Sequence[str]]:
        read = {
            name: value for name, answer in given.items() if (value := facts.given(engine, name, answer)) is not None
        }
        try:
            found = _amount(engine.with_situation(engine.situation | read), rules)
            return max(0, amount_of(found) or 0), tuple(found.missing)
        except (PublicodesError, Invalid):
            return 0, ()

    def values(fact: str) -> tuple[Answer, ...]:
        kind = asking.kind_of(engine, fact)
        return asking.values_of(kind) if kind else ()

    found = ordering.best_reach(trial, values)
    return Cents(found if document.max_amount is None else min(found, document.max_amount))
