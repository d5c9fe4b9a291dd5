"""Whether a person may have an aid, how much, and why: one evaluator for the simulator, the dossier and the agent."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from mob.catalogue.rules import is_web_address
from mob.catalogue.types import Answer, RulesContent
from mob.catalogue.types import Outcome as Standing
from mob.eligibility import engines, facts, places, questions, wording
from mob.eligibility.types import NO_SOURCE, Outcome, Reason, Source, Verdict
from mob.kernel.errors import Invalid, NotFound
from mob.kernel.money import MAX_CENTS, Cents, from_rule
from publicodes import UNDEFINED, Engine, Evaluation, PublicodesError
from publicodes.explanation import Explanation
from publicodes.nodes import Ref
from publicodes.requirements import Requirement
from publicodes.rules import SEPARATOR, Rule

_NAMED: Final = re.compile("« ([^»]+) »")
logger = logging.getLogger(__name__)
MAX_STEPS: Final = 12
_FAILED: Final = "Le calcul n’a pas abouti. Cela ne vient pas de vos réponses : une personne examinera la demande."
_ORDER: Final = (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET)
_NOTHING: Final = "Avec ces réponses, l’aide est de 0 €"


def verdict(
    rules: RulesContent, answers: Mapping[str, Answer], *, on: date, source: Source = NO_SOURCE, explained: bool = True
) -> Verdict:
    """What rules say of one person on a day. Never raises: rules that fail leave the verdict undetermined, and say so.

    `answers` by fact name; from `localisation . code insee` the rest of the place is found. Names that these rules do
    not know, and answers of another kind than they expect, count for nothing. `source`: where the aid is described.
    """
    return Case(answers, on=on).verdict(rules, source=source, explained=explained)


class Case:
    """One person's answers on a day, put once under each set of rules: a whole book costs a few milliseconds."""

    def __init__(self, answers: Mapping[str, Answer], *, on: date) -> None:
        self._answers = dict(answers)
        self._on = on
        self._engines: dict[str, Engine] = {}

    def verdict(self, rules: RulesContent, *, source: Source = NO_SOURCE, explained: bool = True) -> Verdict:
        """As `verdict`. Not `explained`: outcome, amount and what is missing, without reasons and steps."""
        try:
            return self.computed(rules, source=source, explained=explained)
        except (PublicodesError, NotFound, Invalid) as error:
            # Neither the message nor the answers: both may hold what a person said.
            logger.warning("rules could not be computed: %s, %s", type(error).__name__, engines.digest(rules)[:12])
            return Verdict(
                Standing.UNDETERMINED, None, (Reason(Outcome.UNKNOWN, _FAILED),), engine=engines.stamp(rules)
            )

    def computed(self, rules: RulesContent, *, source: Source = NO_SOURCE, explained: bool = True) -> Verdict:
        """For who writes rules: as `verdict`, but raises PublicodesError, NotFound or Invalid when it fails."""
        engine, target = self.engine(rules), rules.target
        found = engine.evaluate({"valeur": target, "unité": "€"})
        missing = _needed(engines.engine_for(rules), target, found)
        standing, amount = _standing(found, missing)
        if standing is Standing.UNDETERMINED and any(each.met is False for each in engine.requirements(target)):
            # One condition that fails settles it, whatever the others turn out to be.
            standing, amount, missing = Standing.INELIGIBLE, None, ()
        if standing is Standing.UNDETERMINED and not missing:
            return _failed(rules)
        reasons = _reasons(engine, target, standing, source) if explained else ()
        steps = _steps(engine, target) if explained and standing is Standing.ELIGIBLE else ()
        return Verdict(standing, amount, reasons, missing, steps, engines.stamp(rules))

    def engine(self, rules: RulesContent) -> Engine:
        """The rules under this person's answers. Raises as `engines.engine_for`."""
        key = engines.digest(rules)
        if key not in self._engines:
            self._engines[key] = self._situated(engines.engine_for(rules), rules)
        return self._engines[key]

    def _situated(self, engine: Engine, rules: RulesContent) -> Engine:
        commune = self._answers.get(facts.COMMUNE)
        known: dict[str, Answer] = places.located(commune, rules) if isinstance(commune, str) else {}
        known |= {name: answer for name, answer in self._answers.items() if name != facts.COMMUNE or not known}
        if facts.DATE in engine.rules:
            known[facts.DATE] = self._on.isoformat()
        situation = {
            name: given for name, answer in known.items() if (given := facts.given(engine, name, answer)) is not None
        }
        return engine.with_situation(situation)


def _failed(rules: RulesContent) -> Verdict:
    """No answer of hers would help: a person looks at it."""
    return Verdict(Standing.UNDETERMINED, None, (Reason(Outcome.UNKNOWN, _FAILED),), engine=engines.stamp(rules))


def amount_of(found: Evaluation) -> Cents | None:
    """The cents of what rules computed, nothing when it is no amount. Raises Invalid for what is no money at all."""
    if isinstance(found.value, bool) or not isinstance(found.value, (int, float)):
        return None
    cents = from_rule(found.value)
    if cents > MAX_CENTS:
        raise Invalid("amount_too_large")
    return cents


def _standing(found: Evaluation, missing: tuple[str, ...]) -> tuple[Standing, Cents | None]:
    amount = amount_of(found)
    if missing or found.value is UNDEFINED:
        return Standing.UNDETERMINED, amount if amount and amount > 0 else None
    if found.value is True:
        return Standing.ELIGIBLE, None
    if amount is None or amount <= 0:
        return Standing.INELIGIBLE, None
    return Standing.ELIGIBLE, amount


def _needed(engine: Engine, target: str, found: Evaluation) -> tuple[str, ...]:
    """What is missing and is a question. What only another aid of the same book asks keeps its default."""
    names = tuple(name for name in found.missing if engine.rules[name].question is not None)
    root, below, _ = target.partition(SEPARATOR)
    if not names or not below:
        return names
    own = questions.needed(engine, target)
    return tuple(name for name in names if not name.startswith(root + SEPARATOR) or name in own)


def _reasons(engine: Engine, target: str, standing: Standing, source: Source) -> tuple[Reason, ...]:
    """Each condition, those that fail first. An aid refused without a condition that fails says what it gives."""
    reasons = list(dict.fromkeys(_reason(engine, each, source) for each in engine.requirements(target)))
    if standing is Standing.INELIGIBLE:
        # What was not looked at because something else already fails is no news.
        reasons = [reason for reason in reasons if reason.outcome is not Outcome.UNKNOWN]
        if all(reason.outcome is Outcome.MET for reason in reasons):
            page = _page(engine, target, source)
            reasons.append(Reason(Outcome.NOT_MET, _NOTHING, page.title, page.url))
    return tuple(sorted(reasons, key=lambda reason: _ORDER.index(reason.outcome)))


def _reason(engine: Engine, requirement: Requirement, source: Source) -> Reason:
    outcome = Outcome.UNKNOWN if requirement.met is None else Outcome.MET if requirement.met else Outcome.NOT_MET
    page = _own_page(engine, requirement) or _page(engine, requirement.rule, source)
    return Reason(outcome, wording.sentence(engine, requirement), page.title, page.url)


def _own_page(engine: Engine, requirement: Requirement) -> Source | None:
    """That of the rule a condition names, when it names one that says where it comes from."""
    if not isinstance(requirement.node, Ref):
        return None
    try:
        rule = engine.rules[engine.model.resolve(requirement.node.name, requirement.rule)]
    except PublicodesError:
        return None
    return _link(rule)


def _page(engine: Engine, name: str, source: Source) -> Source:
    """The article or page a rule names (« références », « lien »), or that of the nearest rule above, or the aid's."""
    above: str | None = name
    while above is not None:
        rule = engine.rules[above]
        if (found := _link(rule)) is not None:
            return found
        above = rule.parent
    return source


def _link(rule: Rule) -> Source | None:
    """The first that may be shown: an article may be named without a page to read it on."""
    for title, url in _links(rule.raw.get("références", rule.raw.get("lien"))):
        if is_web_address(url):
            return Source(title, url)
        if title:
            return Source(title)
    return None


def _links(raw: object) -> list[tuple[str, str]]:
    """Titles and addresses as authors write them: `titre: adresse`, a list, or one address."""
    if isinstance(raw, Mapping):
        return [(str(title), str(url)) for title, url in raw.items()]
    written = [str(each) for each in (raw if isinstance(raw, list) else [raw]) if each]
    return [("", each) if is_web_address(each) or ":" in each else (each, "") for each in written]


def _steps(engine: Engine, target: str) -> tuple[str, ...]:
    """The first sentences of the computation, from the amount down. Conditions are told by the reasons."""
    told = (_plain(engine, sentence) for sentence in _sentences(engine.explain(target)))
    return tuple(dict.fromkeys(filter(None, told)))[:MAX_STEPS]


def _plain(engine: Engine, sentence: str) -> str:
    """Without what the reasons already tell, and with what people call each name of the rules."""
    kept = sentence.replace("Les conditions sont remplies. ", "")
    return _NAMED.sub(lambda found: _titled(engine, found[1]), kept)


def _titled(engine: Engine, name: str) -> str:
    known = name in engine.rules and SEPARATOR in name
    return f"« {wording.lowered(facts.title_of(engine, name))} »" if known else f"« {name} »"


def _sentences(step: Explanation) -> Iterator[str]:
    if not isinstance(step.value, bool):
        yield step.sentence
        for below in step.steps:
            yield from _sentences(below)
