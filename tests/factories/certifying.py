"""A register for tests that answers what it is told, and what lets it be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mob.catalogue.models import Aid
from mob.catalogue.types import Outcome, ProofContent, ProofType, RuleExample, RulesContent, Words
from mob.directory.models import Funder
from mob.eligibility.certified.types import (
    BasisContent,
    FamilyQuotient,
    Provider,
    RegisterAnswer,
    RegisterSource,
    Wanted,
)
from mob.eligibility.certifying import agreeing, bases
from mob.eligibility.models import Agreement
from mob.eligibility.ports import SocialRegister
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.money import Cents
from tests.factories import computing
from tests.factories.world import World

SIRET = "20000000000014"
QUOTIENT = "foyer . quotient familial"
QF_2550 = FamilyQuotient(Provider.CNAF, 2550, 2024, 2)
TEXT = "aide:\n  applicable si: foyer . quotient familial <= 3000 €/mois\n  valeur: 150 €"
RULES = RulesContent(
    "aide", text=TEXT, examples=(RuleExample("modeste", ((QUOTIENT, 800),), Outcome.ELIGIBLE, Cents(15_000)),)
)
PAPER = ProofContent(
    "attestation-caf", ProofType.OTHER, Words("Attestation de quotient familial"), replaced_by=(QUOTIENT,)
)


@dataclass
class Register:
    """Serves `SocialRegister`. What it answers by source, an exception to raise it; `calls` remembers each."""

    answers: dict[RegisterSource, RegisterAnswer | Exception] = field(default_factory=dict)
    calls: list[tuple[RegisterSource, str, str, str]] = field(default_factory=list)

    def is_there(self) -> bool:
        return True

    def read(self, source: RegisterSource, *, recipient: str, token: str = "", number: str = "") -> RegisterAnswer:
        self.calls.append((source, recipient, token, number))
        answer = self.answers[source]
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def plugged(register: Register) -> Iterator[Register]:
    """The register in place of the usual adapter."""
    before = ports._factories.get(SocialRegister)
    ports.plug(SocialRegister, lambda: register)  # type: ignore[type-abstract]
    try:
        yield register
    finally:
        if before is not None:
            ports.plug(SocialRegister, before)  # type: ignore[type-abstract]


def basis(
    funder: Funder, source: RegisterSource = RegisterSource.FAMILY_QUOTIENT, *, now: datetime, **changes: Any
) -> Any:
    """A legal basis in force, recorded by the system."""
    usual: dict[str, Any] = {
        "funder_id": funder.id,
        "source": source,
        "number": "DP-12345",
        "recipient": SIRET,
        "text": "Délibération 2026-12",
        "starts_on": date(2024, 1, 1),
        "ends_on": None,
    }
    return bases.record_basis(Actor.system(), content=BasisContent(**(usual | changes)), now=now)


def agree(
    citizen: Actor,
    funder: Funder,
    source: RegisterSource = RegisterSource.FAMILY_QUOTIENT,
    *,
    now: datetime,
    number: str = "",
) -> Agreement:
    """What the consent page does."""
    wanted = [Wanted(source, funder.id, number)]
    agreeing.agree(citizen, wanted=wanted, words=lambda each: f"Lire {each.source.value}", language="fr", now=now)
    return Agreement.objects.get(user_id=citizen.id, funder_id=funder.id, source=source.value)


def aid(world: World, funder: Funder, **content: Any) -> Aid:
    """A published aid on the family quotient, whose certificate the fact replaces. The funder has its legal basis."""
    return computing.aid(world, funder, rules=RULES, **({"proofs": (PAPER,)} | content))
