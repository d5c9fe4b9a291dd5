"""What authors of rules are told: file, line, a sentence they understand; and rules of strangers stay within bounds."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publicodes import (
    UNDEFINED,
    Engine,
    Evaluation,
    EvaluationProblem,
    LimitReached,
    Limits,
    PublicodesError,
    ReferenceProblem,
    SituationProblem,
    SyntaxProblem,
)
from publicodes.checking import Severity


def told(rules: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in Engine(rules).check()]


def the_one(rules: str) -> tuple[int, str]:
    (found,) = told(rules)
    return found


def test_rules_without_mistakes_say_nothing() -> None:
    assert told("vélo:\nvélo . prix:\n  question: Quel prix ?\n  unité: €\naide:\n  valeur: 20% * vélo . prix\n") == []


@pytest.mark.parametrize(
    ("rules", "line", "said"),
    [
        ("a: 1\nb:\n  somme:\n    - a\n    - vélo prx\nvélo prix: 2", 5, "Vouliez-vous écrire « vélo prix »"),
        ("a:\n  valeur: 3\n  plaond: 2", 3, "« plafond »"),
        ("a:\n  valeur: 1 €\nb:\n  valeur: 2 kg\nc:\n  valeur: a + b", 6, "unités ne vont pas ensemble"),
        ("a: 5 €\nb:\n  plafond: 3 kg\n  valeur: a", 3, "unités ne vont pas ensemble"),
        ("a:\n  valeur: b\nb:\n  valeur: a", 1, "en rond"),
        ("a:\n  variations:\n    - sinon: 1\n    - si: oui\n      alors: 2", 2, "jamais atteinte"),
        ("a:\n  valeur: 1 / 0", 2, "division par zéro"),
        ("a:\n  applicable si: non\n  valeur: 2", 2, "pour personne"),
        ("s:\na:\n  toutes ces conditions:\n    - s = 'x'\n    - s = 'y'", 3, "deux valeurs"),
        ("a: 1\na: 2", 2, "écrite deux fois"),
        ("a:\n  type: boolean", 1, "« booléen »"),
        ("a . b: 1", 1, "La règle parente « a »"),
        ("a:\n  valeur: 31/02/2020", 2, "n’existe pas"),
        ("a:\n  valeur: 1+1", 2, "deux espaces"),
        ("a:\n  valeur: 2\n  somme: [1]", 1, "au même niveau"),
        ("a:\n  durée:\n    depuis: 01/01/2020\n    jusqu'à: 02/01/2020\n    unité: semaine", 2, "Une durée se compte"),
        ("t:\n  une possibilité: [\"'x'\"]\na:\n  valeur: t = 'z'", 4, "n’est pas un choix"),
        ("a: oui\nb:\n  valeur: a = 3", 3, "mêle un booléen et un nombre"),
        ("b:\n  privé: oui\n  avec:\n    c: 1\na:\n  avec:\n    '[privé] d': 1\ne: a . d", 8, "privée"),
        ("a:\n  remplace: zzz\n  valeur: 1", 1, "Aucune règle ne s’appelle « zzz »"),
    ],
)
def test_a_mistake_is_told_with_its_line(rules: str, line: int, said: str) -> None:
    found = told(rules)
    assert any(said in message for _, message in found), found
    assert any(at == line for at, message in found if said in message), found


def test_each_circle_is_told_once_and_one_meant_to_be_solved_is_none() -> None:
    circles = [message for _, message in told("a: b\nb: c\nc: a\nd: a\ne: e + 1\nf:\n  somme: [g, h]\ng: 1\nh: f")]
    assert len(circles) == 3
    assert told("x:\n  résoudre la référence circulaire: oui\n  valeur: 200 - x") == []


def test_a_diagnostic_names_the_file_and_what_it_prevents(tmp_path: Path) -> None:
    (tmp_path / "un.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "deux.yaml").write_text("b:\n  valeur: a + c\n", encoding="utf-8")
    engine = Engine.from_files(tmp_path / "un.yaml", tmp_path / "deux.yaml")
    (found,) = engine.check()
    assert (found.file, found.line, found.severity) == (str(tmp_path / "deux.yaml"), 2, Severity.ERROR)
    assert str(found).startswith(f"{tmp_path / 'deux.yaml'}:2 : erreur")
    assert engine.evaluate("a").value == 1


def test_yaml_that_is_none_says_the_line() -> None:
    with pytest.raises(SyntaxProblem) as caught:
        Engine("a: 1\nb:\n\t- 2\n", file="x.yaml")
    assert (caught.value.place.file, caught.value.place.line) == ("x.yaml", 3)
    with pytest.raises(SyntaxProblem, match="liste de noms"):
        Engine("- a\n- b")


def test_a_rule_that_cannot_be_read_refuses_alone() -> None:
    engine = Engine("bonne: 2\nmauvaise:\n  valeur: 1+1\nautre: bonne * 2\n")
    assert engine.evaluate("autre").value == 4
    with pytest.raises(SyntaxProblem, match="deux espaces"):
        engine.evaluate("mauvaise")


@pytest.mark.parametrize(
    ("expression", "error", "said"),
    [
        ("a / 0", EvaluationProblem, "Division par zéro"),
        ("t + 1", EvaluationProblem, "un texte et un nombre"),
        ("t < 1", EvaluationProblem, "comparer"),
        ("10 ** 400", EvaluationProblem, "trop grande"),
        ("-8 ** 0.5", EvaluationProblem, "racine d’un nombre négatif"),
        ("inconnu", ReferenceProblem, "Aucune règle"),
        ({"arrondi": "3 chiffres", "valeur": 2}, EvaluationProblem, "arrondi"),
        ({"logarithme": -1}, EvaluationProblem, "logarithme"),
        ({"barème": {"assiette": 5, "multiplicateur": 0, "tranches": []}}, EvaluationProblem, "multiplicateur"),
        ({"condition": {"si": 5, "alors": 1, "sinon": 2}}, EvaluationProblem, "oui ou non"),
        ({"somme": 5}, SyntaxProblem, "attend une liste"),
        ({"rien": 5}, SyntaxProblem, "Aucun mécanisme"),
    ],
)
def test_a_computation_without_an_answer_says_why(expression: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        Engine("a: 5\nt: \"'x'\"").evaluate(expression)


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        ({"vélo prx": 3}, "Vouliez-vous écrire « vélo prix »"),
        ({"vélo prix": math.nan}, "n’est pas un nombre"),
        ({"vélo prix": math.inf}, "n’est pas un nombre"),
        ({"vélo prix": "31/02/2020"}, "n’existe pas"),
        ({"vélo prix": "1+1"}, "ne se lit pas"),
        ({"vélo prix": [1]}, "ni un nombre"),
        ({"caché": 1}, "privée"),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(situation: dict[str, Any], said: str) -> None:
    engine = Engine("vélo prix:\nboîte:\n  avec:\n    '[privé] caché': 2\n")
    if "caché" in situation:
        situation = {"boîte . caché": 1}
    with pytest.raises(SituationProblem, match=said):
        engine.with_situation(situation)


def test_none_and_undefined_take_an_answer_back() -> None:
    engine = Engine("a:\n  par défaut: 3")
    assert engine.with_situation({"a": None}).evaluate("a") == engine.evaluate("a")
    assert engine.with_situation({"a": UNDEFINED}).evaluate("a").value == 3


def test_rules_that_call_themselves_are_undefined_and_end() -> None:
    assert Engine("a: b + 1\nb: a").evaluate("a").value is UNDEFINED
    assert Engine("a: a").evaluate("a").missing == {"a": 1}


def test_a_chain_too_deep_is_refused_in_words() -> None:
    rules = {f"a{n}": f"a{n + 1} + 1" for n in range(5000)} | {"a5000": 1}
    with pytest.raises(LimitReached, match="trop profondément"):
        Engine(rules).evaluate("a0")


def test_contexts_that_multiply_without_end_are_stopped() -> None:
    rules = {f"a{n}": {"somme": [{"valeur": f"a{n + 1}", "contexte": {"x": k}} for k in range(6)]} for n in range(12)}
    engine = Engine(rules | {"a12": "x", "x": 1}, limits=Limits(steps=5000))
    with pytest.raises(LimitReached, match="5000 étapes"):
        engine.evaluate("a0")


def test_a_computation_too_long_is_stopped() -> None:
    rules = {f"a{n}": {"somme": [{"valeur": f"a{n + 1}", "contexte": {"x": k}} for k in range(6)]} for n in range(12)}
    engine = Engine(rules | {"a12": "x", "x": 1}, limits=Limits(steps=10**9, seconds=0.05))
    begun = time.monotonic()
    with pytest.raises(LimitReached, match="secondes"):
        engine.evaluate("a0")
    assert time.monotonic() - begun < 5


def test_yaml_that_multiplies_itself_is_refused() -> None:
    bomb = "a0: &a0 [1, 1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    with pytest.raises(LimitReached):
        Engine(bomb, limits=Limits(values=20_000))
    with pytest.raises(PublicodesError):
        Engine("a: " + "[" * 5000)
    with pytest.raises(LimitReached):
        Engine("a: 1\n" * 10, limits=Limits(text_bytes=20))


def test_a_tag_builds_nothing() -> None:
    assert Engine("a: !!python/object/apply:os.system ['false']").evaluate("a").value is UNDEFINED


def test_ten_thousand_lines_are_read_and_checked() -> None:
    lines = [f"règle {n}:\n  applicable si: prix > {n}\n  valeur: 10% * prix" for n in range(3400)]
    engine = Engine("prix:\n  unité: €\n" + "\n".join(lines))
    assert engine.check() == []
    assert engine.with_situation({"prix": 5000}).evaluate("règle 3000").value == 500


@settings(max_examples=60)
@given(
    st.recursive(
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["a", "1 €", "oui", "b . c", "1 +"])
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.sampled_from(
                    "valeur somme produit plafond abattement arrondi variations si alors sinon condition grille barème "
                    "assiette tranches taux durée contexte texte logarithme unité remplace avec applicable_si par_défaut "
                    "toutes_ces_conditions est_applicable inversion_numérique".split()
                ),
                inner,
                max_size=3,
            ).map(lambda found: {key.replace("_", " "): value for key, value in found.items()}),
        ),
        max_leaves=12,
    )
)
def test_any_shape_of_rules_is_answered_or_refused_and_never_breaks(raw: Any) -> None:
    with suppress(PublicodesError):
        engine = Engine({"a": raw, "b": 1, "b . c": raw})
        engine.check()
        for name in list(engine.rules)[:8]:
            with suppress(PublicodesError):
                assert isinstance(engine.evaluate(name), Evaluation)
                assert str(engine.explain(name))
