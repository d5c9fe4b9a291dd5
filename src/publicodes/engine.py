"""The interpreter: rules in, answers out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publicodes import caching
from publicodes.compiling import Answer, Compiler, Run
from publicodes.compiling.run import Closure
from publicodes.errors import EvaluationProblem, Place, PublicodesError, SituationProblem
from publicodes.inference import Inference, infer
from publicodes.limits import DEFAULT, Budget, Limits, too_deep
from publicodes.mechanisms import Reader
from publicodes.model import Model, load
from publicodes.nodes import Const, Node
from publicodes.reading import read
from publicodes.rules import Rule
from publicodes.units import Unit
from publicodes.values import UNDEFINED, Evaluation, Missing, Undefined, Value

if TYPE_CHECKING:
    from publicodes.checking import Diagnostic
    from publicodes.explanation import Explanation
    from publicodes.requirements import Requirement

Rules = str | Mapping[str, Any]
Expression = str | float | bool | Mapping[str, Any]
Given = str | float | bool | date | Undefined | Mapping[str, Any] | None
MAX_KNOWN = 20_000
VERSION = "1.0.0"


class _Compiled:
    """An expression ready to be computed, and what is known of it beforehand."""

    __slots__ = ("closure", "node", "nullable", "unit")

    def __init__(self, node: Node, closure: Closure, context: str, inference: Inference) -> None:
        self.node = node
        self.closure = closure
        self.nullable = inference.may_be_null(node, context)
        # Of an answer that has no value.
        self.unit = inference.unit(node, context)


class _Program:
    """What every engine of the same rules shares: the model and the closures made so far."""

    def __init__(self, model: Model, inference: Inference, limits: Limits) -> None:
        self.model = model
        self.inference = inference
        self.limits = limits
        self.compiler = Compiler(model, inference)
        self.expressions: dict[tuple[Any, str], _Compiled] = {}

    def expression(self, raw: Any, context: str, line: str) -> _Compiled:
        """An expression read and compiled once. Raises SyntaxProblem or ReferenceProblem."""
        key = (raw if isinstance(raw, str) else _key(raw), context)
        found = self.expressions.get(key)
        if found is None:
            if len(self.expressions) > MAX_KNOWN:
                self.expressions.clear()
            try:
                node = Reader(Place(rule=line)).node(raw)
                closure = self.compiler.closure(node, context)
                found = self.expressions[key] = _Compiled(node, closure, context, self.inference)
            except RecursionError:
                raise too_deep() from None
            except PublicodesError as error:
                raise error.at(Place(rule=line)) from None
        return found


def _key(raw: Any) -> Any:
    """What tells two expressions apart: quick for `{"valeur": …, "unité": …}`."""
    if type(raw) is dict and all(type(value) is str for value in raw.values()):
        return tuple(raw.items())
    return json.dumps(raw, sort_keys=True, default=str), type(raw)


class Engine:
    """Rules under one situation.

    `Engine(rules)` reads a mapping, YAML text, or the JSON of a published package. A rule that is wrong does not prevent
    the others from working: `check()` lists what is, and evaluating that rule raises.
    """

    def __init__(self, rules: Rules | None = None, *, limits: Limits = DEFAULT, file: str | None = None) -> None:
        self._situation: dict[int, Closure] = {}
        self.situation: dict[str, Given] = {}
        self._run: Run | None = None
        if rules is not None:
            self._program = _compiled([(file, read(rules, file, limits))], limits)

    @classmethod
    def from_files(cls, *paths: str | Path, limits: Limits = DEFAULT, cache: Path | None = None) -> Engine:
        """Several files as one model; a later file may add children to the rules of an earlier one.

        `cache`: a folder where rules already read are kept. Raises SyntaxProblem with file and line when a file is not
        YAML, OSError when it cannot be read.
        """
        return cls.from_texts([(str(path), _text(Path(path), limits)) for path in paths], limits=limits, cache=cache)

    @classmethod
    def from_texts(
        cls, texts: list[tuple[str | None, str]], *, limits: Limits = DEFAULT, cache: Path | None = None
    ) -> Engine:
        """Like `from_files`, from (name, content) pairs."""
        engine = cls(limits=limits)
        path = cache / f"{caching.key(texts, VERSION)}.json" if cache else None
        kept = caching.restore(path) if path else None
        if kept:
            engine._program = _Program(*kept, limits)
            return engine
        engine._program = _compiled([(file, read(text, file, limits)) for file, text in texts], limits)
        if path:
            caching.save(path, engine.model, engine.inference)
        return engine

    @property
    def model(self) -> Model:
        return self._program.model

    @property
    def inference(self) -> Inference:
        return self._program.inference

    @property
    def rules(self) -> Mapping[str, Rule]:
        return self._program.model.rules

    def with_situation(self, situation: Mapping[str, Given]) -> Engine:
        """Another engine, with these answers in place of those of this one. Cheap: the rules are shared.

        An answer is a value of Python or an expression (`"'vélo pliant'"`, `"12 €/mois"`); None and UNDEFINED take an
        answer back. Raises SituationProblem for a name that is no rule, a private one, or what is no value.
        """
        engine = Engine()
        engine._program = self._program
        engine.situation = dict(situation)
        for name, given in situation.items():
            if given is None or given is UNDEFINED:
                continue
            engine._situation[self._program.compiler.index(name)] = self._given(name, given)
        return engine

    def _given(self, name: str, given: Given) -> Closure:
        rule = self.rules.get(name)
        if rule is None:
            raise SituationProblem(f"Aucune règle ne s’appelle « {name} ».{self.model.nearest(name)}")
        if not self.model.accessible(name, ""):
            raise SituationProblem(f"La règle « {name} » est privée : on n’y répond pas.")
        if isinstance(given, (float, int)) and not isinstance(given, bool):
            if not math.isfinite(given):
                raise SituationProblem(f"La réponse à « {name} » n’est pas un nombre.")
            answer: Answer = (float(given), None, {})
            return lambda _run: answer
        if isinstance(given, (bool, date)):
            node = Const(given)
            return self._program.compiler.closure(node, name)
        if not isinstance(given, (str, Mapping)):
            raise SituationProblem(f"La réponse à « {name} » n’est ni un nombre, ni un texte, ni une date.")
        try:
            return self._program.expression(given, name, f"réponse à {name}").closure
        except PublicodesError as error:
            raise SituationProblem(f"La réponse à « {name} » ne se lit pas. {error.message}") from None

    def evaluate(self, expression: Expression) -> Evaluation:
        """The value of an expression, of a rule, or of a mapping of mechanisms, under the situation.

        Raises PublicodesError: SyntaxProblem, ReferenceProblem, EvaluationProblem, LimitReached.
        """
        found = self._program.expression(expression, "", "calcul demandé")
        value, unit, missing = self._answer(found.closure)
        if unit is None and (value is None or value is UNDEFINED):
            unit = found.unit
        ranked = dict(sorted(missing.items(), key=_score, reverse=True)) if len(missing) > 1 else dict(missing)
        return Evaluation(value, None if unit is None else unit.text, ranked, found.nullable)

    def _answer(self, closure: Closure) -> Answer:
        run = self._run
        budget = Budget(self._program.limits)
        if run is None:
            run = self._run = Run(self._situation, budget)
        run.budget = budget
        try:
            return closure(run)
        except RecursionError:
            raise too_deep() from None
        except OverflowError:
            raise EvaluationProblem("Le résultat d’un calcul est trop grand pour être un nombre.") from None

    def explain(self, expression: Expression) -> Explanation:
        """How the value comes about: a tree of steps, each a French sentence. Raises as `evaluate` does."""
        from publicodes.explanation import explain

        return explain(self, self._program.expression(expression, "", "calcul demandé").node)

    def computed(self, node: Node, context: str) -> tuple[Value, Unit | None]:
        """The value and unit of a piece of a rule, as the rule `context` sees it."""
        value, unit, _ = self._answer(self._program.compiler.closure(node, context))
        return value, unit

    def weighed(self, node: Node, context: str) -> tuple[Value, Missing]:
        """The value of a piece of a rule and what is missing to know it, as the rule `context` sees it."""
        value, _, missing = self._answer(self._program.compiler.closure(node, context))
        return value, missing

    def requirements(self, name: str) -> tuple[Requirement, ...]:
        """What must hold for a rule to apply, and what the situation says of each. Raises ReferenceProblem."""
        from publicodes.requirements import requirements

        return requirements(self, self.model.resolve(name, ""))

    def computed_applies(self, name: str) -> Value:
        """Whether a rule applies: True, False or UNDEFINED."""
        applies = self._program.compiler.rule_applies(name)
        return self._answer(lambda run: (applies(run)[0], None, {}))[0]

    def check(self) -> list[Diagnostic]:
        """Everything the author of the rules should see, with file and line, in the order of the files."""
        from publicodes.checking import check

        return check(self.model, self.inference)


def _score(pair: tuple[str, int]) -> int:
    return pair[1]


def _text(path: Path, limits: Limits) -> str:
    if path.stat().st_size > limits.text_bytes:
        raise PublicodesError(f"Le fichier dépasse {limits.text_bytes} octets.", Place(str(path)))
    return path.read_text(encoding="utf-8")


def _compiled(sources: list[tuple[str | None, Mapping[str, Any]]], limits: Limits) -> _Program:
    try:
        model = load(sources, limits)
        return _Program(model, infer(model), limits)
    except RecursionError:
        raise too_deep() from None
