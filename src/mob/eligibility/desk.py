"""What the catalogue asks before it keeps or publishes rules: are they right, and what do they need to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from mob.catalogue.types import AidContent, FieldContent, Problem, RuleExample, RulesContent
from mob.catalogue.types import Outcome as Standing
from mob.eligibility import engines, facts, frequency, questions
from mob.eligibility.certifying import papers
from mob.eligibility.types import FactKind, Outcome, Verdict
from mob.eligibility.verdicts import Case
from mob.kernel.errors import Invalid, NotFound
from mob.kernel.money import format_euros
from publicodes import Engine, PublicodesError
from publicodes.checking import Diagnostic, Severity
from publicodes.errors import Place

TEXT: Final = "rules.text"
MOST_SHOWN: Final = 20
_UNEXPECTED: Final = {
    Standing.ELIGIBLE: "rule_example_not_eligible",
    Standing.INELIGIBLE: "rule_example_not_ineligible",
    Standing.UNDETERMINED: "rule_example_not_undetermined",
}


class Desk:
    """Serves `catalogue.ports.RuleDesk`."""

    def problems(self, content: AidContent, *, funder_id: UUID, today: date) -> tuple[Problem, ...]:
        """Why this content cannot be published: its rules, or papers replaced by what this funder may not ask."""
        return (*self._of_rules(content, today), *papers.problems(content, funder_id, today))

    def _of_rules(self, content: AidContent, today: date) -> tuple[Problem, ...]:
        rules = content.rules
        if rules is None or not (rules.text.strip() or rules.book) or not rules.target.strip():
            return ()
        found = [_mistake(each) for each in mistakes(rules)][:MOST_SHOWN]
        if found:
            return tuple(found)
        return (*_without_example(rules), *_wrong_examples(rules, today))

    def questions(self, rules: RulesContent) -> tuple[FieldContent, ...]:
        """The questions of an application. None when the rules cannot be read yet: their author is told elsewhere."""
        try:
            engine = engines.engine_for(rules)
        except (PublicodesError, NotFound):
            return ()
        return tuple(
            facts.field(kind, is_required=not engine.inference.nullable.get(kind.name, False))
            for kind in _apart(questions.asked(engine, rules.target))
        ) + frequency.questions(rules.frequency)


def mistakes(rules: RulesContent) -> list[Diagnostic]:
    """What the author of these rules must mend, by line: of a text, all of it; of a book, whether the aid is in it."""
    try:
        engine = engines.engine_for(rules)
    except PublicodesError as error:
        return [_diagnostic(error.place, error.message)]
    except NotFound:
        return [_diagnostic(Place(), "Ce recueil de règles n’est pas connu ici.")]
    if rules.target not in engine.rules:
        return [_diagnostic(Place(rule=rules.target), f"Aucune règle ne s’appelle « {rules.target} ».")]
    if rules.book:
        return []
    found = [each for each in engine.check() if each.file == engines.AID]
    return sorted([*_outside(engine), *found, *_not_an_amount(engine, rules.target)], key=lambda each: each.line)


def _outside(engine: Engine) -> Iterator[Diagnostic]:
    """A funder's text speaks of its aid alone: another name would change what other rules mean."""
    for name, rule in engine.rules.items():
        if rule.place.file == engines.AID and name != engines.AID and not name.startswith(f"{engines.AID} . "):
            message = f"La règle « {name} » n’est pas sous « {engines.AID} » : nommez-la « {engines.AID} . {name} »."
            yield _diagnostic(rule.place, message)
        touched = (
            [*(each.target for each in rule.replacements), *rule.disables] if rule.place.file == engines.AID else []
        )
        for target in touched:
            if not _is_own(engine, target, name):
                message = (
                    f"« {name} » ne peut pas remplacer ni écarter « {target} », qui n’est pas sous « {engines.AID} »."
                )
                yield _diagnostic(rule.place, message)


def _is_own(engine: Engine, target: str, rule: str) -> bool:
    try:
        full = engine.model.resolve(target, rule)
    except PublicodesError:
        return True
    return full == engines.AID or full.startswith(f"{engines.AID} . ")


def _not_an_amount(engine: Engine, target: str) -> Iterator[Diagnostic]:
    rule = engine.rules[target]
    if (kind := engine.inference.kinds.get(target)) in ("texte", "date"):
        yield _diagnostic(rule.place, f"« {target} » donne un montant en euros, et non un {kind}.")
    unit = engine.inference.rule_unit(target)
    if unit is not None and unit.over not in (("€",), ("k€",), ()):
        yield _diagnostic(rule.place, f"« {target} » donne un montant en euros, et non en « {unit.text} ».")


def _diagnostic(place: Place, message: str) -> Diagnostic:
    return Diagnostic(place.file, place.line, place.rule, Severity.ERROR, message)


def _mistake(found: Diagnostic) -> Problem:
    code = "rule_mistake_at" if found.line else "rule_mistake"
    return Problem(code, TEXT, (("line", found.line), ("message", found.message)))


def _without_example(rules: RulesContent) -> Iterator[Problem]:
    """Rules that pay nobody cannot have an example that is paid."""
    if rules.text and not any(example.outcome is Standing.ELIGIBLE for example in rules.examples):
        yield Problem("rule_example_missing", "rules.examples")


def _wrong_examples(rules: RulesContent, today: date) -> Iterator[Problem]:
    engine = engines.engine_for(rules)
    for index, example in enumerate(rules.examples):
        pointer = f"rules.examples.{index}"
        unknown = [name for name, answer in example.answers if not _fits(engine, name, answer)]
        if unknown:
            yield Problem("rule_example_answer", pointer, (("name", example.name), ("fact", unknown[0])))
            continue
        try:
            found = Case(dict(example.answers), on=today).computed(rules)
        except (PublicodesError, NotFound, Invalid) as error:
            yield Problem("rule_example_fails", pointer, (("name", example.name), ("message", _told(error))))
        else:
            yield from _differs(example, found, pointer)


def _told(error: Exception) -> str:
    return error.message if isinstance(error, PublicodesError) else "Le résultat n’est pas un montant possible."


def _fits(engine: Engine, name: str, answer: str | float | bool) -> bool:
    return name == facts.COMMUNE or facts.given(engine, name, answer) is not None


def _differs(example: RuleExample, found: Verdict, pointer: str) -> Iterator[Problem]:
    named = ("name", example.name)
    if found.outcome is not example.outcome:
        yield Problem(_UNEXPECTED[example.outcome], pointer, (named, ("why", _why(found))))
    elif example.amount is not None and found.amount != example.amount:
        amounts = (("expected", format_euros(example.amount)), ("found", format_euros(found.amount or 0)))
        yield Problem("rule_example_amount", pointer, (named, *amounts))


def _why(found: Verdict) -> str:
    """In a few words: what fails, what is missing, or the amount."""
    if found.outcome is Standing.ELIGIBLE:
        return format_euros(found.amount) if found.amount is not None else "aide accordée"
    if found.missing:
        return f"il manque « {found.missing[0]} »"
    return next((reason.text for reason in found.reasons if reason.outcome is not Outcome.MET), "")


def _apart(kinds: tuple[FactKind, ...]) -> Iterator[FactKind]:
    """Two questions never share a code."""
    taken: set[str] = set()
    for kind in kinds:
        code = next(
            each for n in range(1, len(kinds) + 2) if (each := kind.code if n == 1 else f"{kind.code}-{n}") not in taken
        )
        taken.add(code)
        yield replace(kind, code=code)
