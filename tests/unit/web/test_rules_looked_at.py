"""What an author sees beside rules as she writes them: mistakes at their line, the reading in French, the questions."""

from __future__ import annotations

import pytest

from mob.catalogue.types import RulesContent
from mob.eligibility.reading import Line
from mob.web.admin.aid_rules.looking import look_at
from mob.web.admin.aid_rules.versions import differences

MISTAKES = [
    pytest.param("aide:\n  valeur: vélo . pris * 10%\n", 2, "vélo . pri", id="an unknown name"),
    pytest.param("aide:\n  valeur: 10 €\n  plafond: 3 km\n", 3, "unités", id="units that do not fit"),
    pytest.param(
        "aide:\n  valeur: aide . un\naide . un:\n  valeur: aide . deux\naide . deux:\n  valeur: aide . un\n",
        3,
        "en rond",
        id="a circle",
    ),
    pytest.param("aide:\n  valeur: 100 € / 0\n", 2, "zéro", id="a division by nought"),
    pytest.param(
        "aide:\n  applicable si: date > 31/02/2026\n  valeur: 1 €\n", 2, "31/02/2026", id="a date that does not exist"
    ),
    pytest.param("aide:\n  applicable si: demandeur . âge = 'jeune'\n  valeur: 1 €\n", 2, "nombre", id="a wrong type"),
    pytest.param("aide:\n  applicable si: non\n  valeur: 1 €\n", 2, "personne", id="true for nobody"),
    pytest.param("aide:\n  valeur: 10 €\nvélo . prix: 3 €\n", 3, "aide . vélo . prix", id="a name outside the aid"),
    pytest.param("aide:\n\tvaleur: 10 €\n", 2, "tabulation", id="a tabulation"),
    pytest.param("aide:\n  valeur: 2+2\n", 2, "espaces", id="no space around a sign"),
    pytest.param("aide: .nan\n", 1, "", id="no number"),
    pytest.param("aide:\n  valeur: \"'cent euros'\"\n", 1, "montant", id="a text for an amount"),
    pytest.param("prime:\n  valeur: 10 €\n", 0, "aide", id="no rule called aide"),
    pytest.param("- une\n- liste\n", 0, "", id="a list"),
    pytest.param("aide:\n" + "  - x\n" * 10_000, 0, "", id="ten thousand lines"),
]


@pytest.mark.parametrize(("text", "line", "said"), MISTAKES)
def test_a_mistake_is_told_at_its_line_in_french(text: str, line: int, said: str) -> None:
    found = look_at(RulesContent("aide", text=text)).remarks
    assert any(each.line == line and said in each.message for each in found) or (not line and found), found
    assert all(each.quote == text.splitlines()[each.line - 1].strip()[:120] for each in found if each.line)


def test_what_a_text_may_cost_is_bounded() -> None:
    chained = "\n".join(f"aide . r{n}: aide . r{n + 1} + 1 €" for n in range(9_999))
    (remark,) = look_at(RulesContent("aide", text=f"aide: aide . r0\n{chained}\n")).remarks
    assert "5000 règles" in remark.message


def test_many_mistakes_are_counted_and_the_first_ones_shown() -> None:
    text = "aide:\n  somme:\n" + "".join(f"    - inconnue {n}\n" for n in range(80))
    look = look_at(RulesContent("aide", text=text))
    assert (len(look.remarks), look.more) == (50, 30)


def flat(lines: tuple[Line, ...], depth: int = 0) -> list[str]:
    return [each for line in lines for each in ("  " * depth + line.text, *flat(line.lines, depth + 1))]


def test_rules_are_read_in_french_from_conditions_to_bounds() -> None:
    text = """\
aide:
  applicable si:
    toutes ces conditions:
      - vélo . prix >= 500 €
      - vélo . électrique
  non applicable si: vélo . état = 'occasion'
  somme:
    - montant
    - supplément
  plafond: 600 €
aide . montant:
  variations:
    - si: demandeur . statut = 'étudiant'
      alors: 300 €
    - sinon:
        valeur: 25% * (vélo . prix - 100 €)
        plafond: 200 €
aide . supplément:
  titre: Supplément
  applicable si: demandeur . en situation de handicap
  valeur: 50 €
"""
    look = look_at(RulesContent("aide", text=text))
    assert look.remarks == ()
    assert [line.replace("\u00a0", " ") for line in flat(look.lines)] == [
        "Il faut :",
        "  Prix du vélo : 500 € au moins",
        "  Vélo électrique",
        "Sauf dans ce cas : état du vélo : d’occasion",
        "La somme de :",
        "  Montant :",
        "    Si « situation : en études » : 300 €",
        "    Dans les autres cas : 25 % × (prix du vélo − 100 €), au plus 200 €",
        "  Supplément :",
        "    Il faut : être en situation de handicap",
        "    50 €",
        "Au plus 600 €",
    ]
    assert look.questions[0] == "Quel vélo voulez-vous acheter ?"


def test_nothing_written_is_nothing_said() -> None:
    assert look_at(None) == look_at(RulesContent("aide", text="  \n"))


def test_what_a_version_changed_is_told_line_by_line() -> None:
    before = "\n".join(f"ligne {n}" for n in range(20))
    found = differences(before, before.replace("ligne 10", "ligne dix"))
    assert [(line.sign, line.text) for line in found if line.sign in "+-" and line.sign] == [
        ("-", "ligne 10"),
        ("+", "ligne dix"),
    ]
    assert len(found) == 9
    assert differences("a\nb", "a\nb") == []
    assert [line.sign for line in differences("", "a\nb")] == ["", ""]
