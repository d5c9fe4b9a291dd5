"""The texts of an aid, made of its rule: title, promise, conditions, amounts. Short words of ours, no prose of others."""

from __future__ import annotations

from dataclasses import dataclass

from mob.catalogue.types import AidTexts, Audience
from mob.eligibility.books.amounts import Case, cases, most
from mob.eligibility.books.conditions import Conditions
from mob.eligibility.books.phrases import BIKES, STATES
from mob.eligibility.books.places import is_place, required
from mob.kernel.money import Cents, format_euros, from_rule
from publicodes.formatting import shown
from publicodes.model import Model
from publicodes.nodes import Binary, Const, Many, Node, Ref

_MOST_LINES = 14
_BIKE = "vélo"
_UNKNOWN = "selon votre situation"
_ASK = "Le montant dépend de plusieurs réponses : le vélo, son prix, vos revenus."


@dataclass(frozen=True, slots=True)
class Said:
    """What is read in a rule, ready to be shown."""

    texts: AidTexts
    amount: Cents | None
    audiences: tuple[Audience, ...]
    minimum_age: int | None


def said(model: Model, target: str, *, giver: str, where: str) -> Said:
    """The words of the aid a rule computes. `giver` and `where`: who gives, and the territory, by name."""
    body = model.rules[target].body
    tests = [test for test in required(body) if not is_place(test)]
    words = Conditions(model, target)
    found = cases(model, target)
    top = most(found)
    subject = _subject(tests)
    amount = _amount_text(found, top)
    texts = AidTexts(
        title=f"{_purpose(subject)}, {giver}"[:160],
        promise=f"{_promise(amount)} pour {_purchase(subject)}.",
        description=_lines(found, words),
        conditions=_conditions(tests, words, where),
        amount_text=amount,
    )
    return Said(texts, from_rule(top) if top else None, _audiences(tests), _age(tests))


def _subject(tests: list[Node]) -> str:
    """The one kind of bicycle the aid is for, or any."""
    for test in tests:
        if isinstance(test, Ref) and test.name in BIKES and test.name != "vélo . électrique ou mécanique":
            return BIKES[test.name].label
    for test in tests:
        if isinstance(test, Ref) and test.name in STATES and test.name.endswith("occasion"):
            return STATES[test.name].label
    return _BIKE


def _purpose(subject: str) -> str:
    return "Aide à l’achat d’un " + subject if subject.startswith(_BIKE) else f"Aide à l’{subject}"


def _purchase(subject: str) -> str:
    return "l’achat d’un " + subject if subject.startswith(_BIKE) else f"l’{subject}"


def _promise(amount: str) -> str:
    return "Une aide" if amount == _UNKNOWN else amount[0].upper() + amount[1:]


def _amount_text(found: tuple[Case, ...], top: float | None) -> str:
    """« 50 % du prix, jusqu’à 400 € », « jusqu’à 500 € », « 100 € »."""
    shares = {(case.percent, case.before_tax) for case in found}
    share = next(iter(shares)) if len(shares) == 1 else (None, False)
    percent = _share(share[0], before_tax=share[1]) if share[0] and share[0] < 100 else ""
    if not top:
        return percent or _UNKNOWN
    euros = format_euros(from_rule(top))
    if percent:
        return f"{percent}, jusqu’à {euros}"
    is_fixed = all(case.exact and case.percent is None and case.most == top for case in found)
    return euros if is_fixed else f"jusqu’à {euros}"


def _share(percent: float, *, before_tax: bool) -> str:
    return f"{shown(percent, '%')} du prix{' hors taxes' if before_tax else ''}"


def _conditions(tests: list[Node], words: Conditions, where: str) -> str:
    """The page tells place and age by itself: they are said here when there is nothing else to say."""
    told = [test for test in tests if _age([test]) is None or (isinstance(test, Ref) and "de 1" in test.name)]
    lines = [words.to_do(test) for test in told] or [f"habiter sur ce territoire : {where}"]
    return "\n".join(f"- {line[0].upper()}{line[1:]}." for line in dict.fromkeys(lines))


def _lines(found: tuple[Case, ...], words: Conditions) -> str:
    """The amount of each case; nothing when there is one alone, a sentence when a list could not be read as it is."""
    if len(found) < 2 or not any(any(case.tests) for case in found):
        return ""
    lines = dict.fromkeys((_head(case, words), _case(case)) for case in found)
    if len(lines) > _MOST_LINES or len({head for head, _ in lines}) < len(lines):
        return _ASK
    return "Ce que vous pouvez recevoir :\n\n" + "\n".join(f"- {head} : {amount}." for head, amount in lines)


def _head(case: Case, words: Conditions) -> str:
    tests = [test for test in case.tests if test is not None]
    head = ", ".join(dict.fromkeys(words.label(test) for test in tests or (None,)))
    return f"{head[0].upper()}{head[1:]}"


def _case(case: Case) -> str:
    euros = format_euros(from_rule(case.most)) if case.most else ""
    if case.percent and case.percent < 100:
        share = _share(case.percent, before_tax=case.before_tax)
        return f"{share}, {euros} au plus" if euros else share
    if not euros:
        return _UNKNOWN
    return euros if case.exact and case.percent is None else f"jusqu’à {euros}"


def _audiences(tests: list[Node]) -> tuple[Audience, ...]:
    """Who alone may have it: those a first condition names."""
    found = [audience for test in tests if (audience := _audience(test))]
    return tuple(dict.fromkeys(found)) or (Audience.EVERYONE,)


def _audience(test: Node) -> Audience | None:
    match test:
        case Binary(op="<" | "<=", left=Ref(name=name)) if name.startswith("revenu fiscal de référence"):
            return Audience.LOW_INCOME
        case Ref(name="demandeur . en situation de handicap" | "vélo . adapté"):
            return Audience.DISABILITY
        case Ref(name="demandeur . statut . étudiant"):
            return Audience.STUDENT
        case Ref(name="demandeur . âge . de 15 à 25 ans" | "demandeur . âge . de 18 à 25 ans"):
            return Audience.YOUNG
        case Many(kind="une", items=items) if items:
            kinds = {_audience(item) for item in items}
            return kinds.pop() if len(kinds) == 1 else None
    return None


def _age(tests: list[Node]) -> int | None:
    """The lowest age a first condition asks for, in years."""
    for test in tests:
        match test:
            case Ref(name="demandeur . âge . majeur" | "demandeur . âge . de 18 à 25 ans"):
                return 18
            case Ref(name="demandeur . âge . de 15 à 25 ans"):
                return 15
            case Binary(op=">=", left=Ref(name="demandeur . âge"), right=Const(value=float() as years)):
                return int(years)
    return None
