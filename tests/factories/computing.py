"""An aid with rules, and people who apply for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from mob.applications import services
from mob.catalogue.models import Aid
from mob.catalogue.types import Outcome, RuleExample, RulesContent
from mob.directory.models import Funder
from mob.kernel.money import Cents
from tests.factories import dossiers
from tests.factories.aids import aid_content
from tests.factories.catalogue import publish
from tests.factories.dossiers import Dossier
from tests.factories.world import World

TEXT = """aide:
  applicable si:
    toutes ces conditions:
      - vélo . prix >= 500 €
      - revenu fiscal de référence par part <= 15400 €/an
  valeur: 40% * vélo . prix
  références:
    Délibération 12, article 3: https://www.exemple.fr/deliberation
"""
INCOME = "revenu fiscal de référence par part . revenu de référence"
SHARES = "revenu fiscal de référence par part . nombre de parts"
PAID = RuleExample(
    "revenu modeste", (("vélo . prix", 900), (INCOME, 12_000), (SHARES, 1)), Outcome.ELIGIBLE, Cents(36_000)
)
RULES = RulesContent("aide", text=TEXT, examples=(PAID,))
ANSWERS = {"fait-prix-velo": ["900"], "fait-revenu-fiscal": ["12000"], "fait-parts-fiscales": ["1"]}


def aid(world: World, funder: Funder | None = None, *, rules: RulesContent = RULES, **content: Any) -> Aid:
    """A published aid that computes 40 % of the price, for a price from 500 € and a modest income."""
    usual = {"rules": rules, "fields": (), "proofs": (), "valid_from": date(2026, 1, 1), "help_phone": "04 00 00 00 00"}
    key = publish(funder or world.funder(), aid_content(**(usual | content)))
    return Aid.objects.get(id=key)


def ready(world: World, made: Aid, *, now: datetime | None = None, **answers: str) -> Dossier:
    """A draft that lacks nothing but its signature. `answers` by question code, `_` for `-`."""
    moment = now or world.now
    dossiers.platform_key()
    dossier = dossiers.started(world, made, now=moment)
    dossiers.introduce(dossier.citizen, now=moment)
    services.save_beneficiary(dossier.citizen, application_id=dossier.id, kind="self", now=moment)
    given = ANSWERS | {f"fait-{code.replace('_', '-')}": [value] for code, value in answers.items()}
    services.save_answers(dossier.citizen, application_id=dossier.id, values=given, now=moment)
    return dossier


def sent(world: World, made: Aid, **answers: str) -> Dossier:
    """An application its funder may examine."""
    dossier = ready(world, made, **answers)
    sign(dossier, world.now)
    return dossier


def sign(dossier: Dossier, now: datetime) -> None:
    signed = dossiers.signature(dossier)
    services.submit(dossier.citizen, application_id=dossier.id, declaration=signed, now=now)
