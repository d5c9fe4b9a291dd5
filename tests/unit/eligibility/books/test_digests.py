"""A rule has changed when it, or anything it is computed from, has."""

from __future__ import annotations

from mob.eligibility.books.digests import dependencies, digest
from publicodes import Engine

RULES = {
    "aides": None,
    "aides . commune": {"valeur": "0 €"},
    "aides . a": {"valeur": "plafond * 2", "avec": {"propre": {"valeur": "1"}}},
    "aides . b": {"remplace": {"références à": "commune"}, "valeur": "10 €"},
    "aides . c": {"valeur": "50 € - aides . commune"},
    "plafond": "revenu / 10",
    "revenu": {"question": "?", "unité": "€"},
    "ailleurs": "3 €",
}


def changed(target: str, name: str, value: object) -> bool:
    before, after = Engine(RULES).model, Engine(RULES | {name: value}).model
    return digest(before, target) != digest(after, target)


def test_dependencies_are_followed_to_the_end_and_through_replacements():
    model = Engine(RULES).model
    assert dependencies(model, "aides . a") == {"aides . a", "plafond", "revenu"}
    assert "aides . b" in dependencies(model, "aides . c")


def test_a_rule_moves_with_what_it_depends_on_and_with_nothing_else():
    assert changed("aides . a", "plafond", "revenu / 5")
    assert changed("aides . c", "aides . b", {"remplace": {"références à": "commune"}, "valeur": "20 €"})
    assert not changed("aides . a", "ailleurs", "4 €")
    assert not changed("aides . a", "aides . b", {"valeur": "20 €"})
