"""What the import linter cannot see: keys between tables, contracts that nobody wrote, words nobody raised."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).resolve().parents[2]
# Bottom first; contexts of one set do not know each other.
STACK = [
    {"journal"},
    {"geography"},
    {"identity"},
    {"directory"},
    {"catalogue", "editorial"},
    {"eligibility", "documents"},
    {"applications"},
    {"payments"},
    {"notifications", "insights", "exports"},
]
LEVEL = {context: level for level, contexts in enumerate(STACK) for context in contexts}


def ours() -> list[type]:
    return [
        model for config in apps.get_app_configs() if config.name.startswith("mob.") for model in config.get_models()
    ]


def test_foreign_keys_between_contexts_point_down() -> None:
    for model in ours():
        for field in model._meta.get_fields():
            if not isinstance(field, (ForeignKey, ManyToManyField)):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if there in LEVEL and there != here:
                assert LEVEL[there] < LEVEL[here], f"{model.__name__}.{field.name} points up to {there}"


def test_every_context_with_tables_has_a_contract_that_protects_them() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    protected = {
        line.strip()
        for name in contracts.sections()
        if contracts[name].get("type") == "protected"
        for line in contracts[name]["protected_modules"].splitlines()
    }
    written = {f"mob.{file.parent.name}.models" for file in (ROOT / "src" / "mob").glob("*/models.py")}
    assert written <= protected


def test_every_context_is_in_the_stack() -> None:
    labels = {model._meta.app_label for model in ours()}
    assert labels <= set(LEVEL)


@pytest.mark.parametrize("word", ["signals", "GenericForeignKey", "ATOMIC_REQUESTS", "threading.local"])
def test_what_the_design_bans_is_not_used(word: str) -> None:
    banned = {"signals": "import Signal", "GenericForeignKey": "GenericForeignKey"}.get(word, word)
    users = [file for file in (ROOT / "src").rglob("*.py") if banned in file.read_text(encoding="utf-8")]
    assert users == []
