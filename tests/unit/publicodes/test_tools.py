"""Explanations people read, rules kept between two starts, the terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from publicodes import UNDEFINED, Engine
from publicodes.cli import main

RULES = """
vélo:
vélo . prix:
  titre: Prix du vélo
  question: Quel est le prix du vélo ?
  unité: €
aide:
  titre: Prime vélo
  applicable si:
    toutes ces conditions:
      - vélo . prix > 100 €
      - majeur
  valeur: 20% * vélo . prix
  plafond: 300 €
majeur:
  question: Avez-vous plus de 18 ans ?
  par défaut: oui
début: 01/02/2025
"""


def explained(situation: dict[str, object]) -> str:
    return str(Engine(RULES).with_situation(situation).explain("aide"))


def test_an_amount_is_explained_down_to_the_answers() -> None:
    text = explained({"vélo . prix": 2000})
    assert text.splitlines()[0] == "« Prime vélo » vaut 300\u00a0€."
    assert "Le plafond de 300\u00a0€ s’applique à 400\u00a0€" in text
    assert "« Prix du vélo » vaut 2\u202f000\u00a0€, selon la réponse donnée." in text
    assert "« Majeur » vaut oui : par défaut, en attendant une réponse." in text


def test_a_refusal_names_the_condition_that_fails_and_no_other() -> None:
    text = explained({"vélo . prix": 80})
    assert text.startswith("« Prime vélo » ne s’applique pas.")
    assert "« vélo . prix » > 100\u00a0€ = non" in text
    assert "Majeur" not in text


def test_what_is_not_known_is_said() -> None:
    text = explained({})
    assert text.startswith("« Prime vélo » n’est pas encore connu.")
    assert "« Prix du vélo » n’est pas encore connu : personne n’y a répondu." in text


def test_who_stands_in_and_who_is_switched_off_are_named() -> None:
    engine = Engine(
        "a:\n  titre: Base\n  valeur: 1\nb:\n  titre: Autre\n  remplace: a\n  valeur: 2\nc: a + 1\np: non\np . d: 3"
    )
    assert "« Base » est remplacé par « Autre » et vaut 2." in str(engine.explain("c"))
    assert "parce que « P » ne s’applique pas" in str(engine.explain("p . d"))


def test_the_cache_answers_as_the_rules_do(tmp_path: Path) -> None:
    texts = [("un", RULES), ("deux", "faute:\n  valeur: 1+1\nautre:\n  remplace: majeur\n  valeur: non\n")]
    first, second = (Engine.from_texts(texts, cache=tmp_path) for _ in range(2))
    assert len(list(tmp_path.glob("*.json"))) == 1
    assert second.check() == first.check()
    for situation in ({}, {"vélo . prix": 2000}, {"vélo . prix": "1 k€"}):
        for name in ("aide", "majeur", "début", "vélo . prix"):
            assert second.with_situation(situation).evaluate(name) == first.with_situation(situation).evaluate(name)


def test_other_rules_are_another_cache_and_a_broken_one_is_written_again(tmp_path: Path) -> None:
    Engine.from_texts([("un", "a: 1")], cache=tmp_path)
    assert Engine.from_texts([("un", "a: 2")], cache=tmp_path).evaluate("a").value == 2
    for path in tmp_path.glob("*.json"):
        path.write_text('{"format": 1, "rules": [["a"]]}', encoding="utf-8")
    assert Engine.from_texts([("un", "a: 1")], cache=tmp_path).evaluate("a").value == 1


def test_later_files_add_to_earlier_ones(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: oui\na . b: 1\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("a . c: b + 1\n", encoding="utf-8")
    assert Engine.from_files(tmp_path / "a.yaml", tmp_path / "b.yaml").evaluate("a . c").value == 2


def test_the_terminal_evaluates_a_file_of_situations(tmp_path: Path) -> None:
    rules, asked, out = (tmp_path / name for name in ("rules.yaml", "in.jsonl", "out.jsonl"))
    rules.write_text(RULES, encoding="utf-8")
    asked.write_text(
        '{"situation": {"vélo . prix": "2 k€"}}\n\n{"situation": {"vélo . prix": 80}}\n{}\n', encoding="utf-8"
    )
    command = [
        "evaluate",
        "--rules",
        str(rules),
        "--situations",
        str(asked),
        "--targets",
        "aide,début",
        "--out",
        str(out),
    ]
    assert main(command) == 0
    first, second, third = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert first["values"] == {"aide": 300, "début": "2025-02-01"}
    assert first["units"] == {"aide": "€"}
    assert second["values"]["aide"] is None
    assert "aide" not in third["values"]
    assert next(iter(third["missing"]["aide"])) == "vélo . prix"


def test_the_terminal_says_which_line_cannot_be_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, asked = tmp_path / "rules.yaml", tmp_path / "in.jsonl"
    rules.write_text(RULES, encoding="utf-8")
    asked.write_text('{"situation": {"vélo . pri": 2}}\n', encoding="utf-8")
    assert main(["evaluate", "--rules", str(rules), "--situations", str(asked), "--targets", "aide"]) == 1
    assert "vélo . prix" in json.loads(capsys.readouterr().out)["errors"]["aide"]


def test_the_terminal_checks_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("a:\n  valeur: b\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    assert f"{path}:2 : erreur" in capsys.readouterr().out
    path.write_text(RULES, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert main(["check", str(tmp_path / "absent.yaml")]) == 1


def test_rules_can_be_tried_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    typed = "aide\nvélo . prix := 2000\naide\n? aide\nsituation\nvélo . prx := 3\noublie vélo . prix\nsituation\nfin\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["repl", str(path)]) == 0
    said = capsys.readouterr().out
    assert "selon : vélo . prix" in said
    assert "300\u00a0€" in said
    assert "vélo . prix := 2000" in said
    assert "Vouliez-vous écrire « vélo . prix »" in said
    assert "Aucune réponse." in said


def test_undefined_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError):
        bool(UNDEFINED)
