"""Gathers what the checks look at, from the application and what hangs on it. The rules are in `eligibility`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mob.applications import answers, certified, representation, verdicts
from mob.applications.models import Application, CheckRun, Proof
from mob.applications.selectors import visible_to
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTerms
from mob.documents import selectors as documents
from mob.eligibility.certified.types import Held
from mob.eligibility.rules import checks
from mob.eligibility.types import Check, CheckCode, CheckFacts, Conclusion, Outcome
from mob.geography import selectors as geography
from mob.identity.types import ClaimName
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import NotFound

# How the embedded stand-in for an antivirus names itself: it knows a test signature and nothing else.
_STAND_IN = "moB signatures"
_LIVE = [state.value for state in State if not state.is_final and state is not State.DRAFT]


@dataclass(frozen=True, slots=True)
class Recorded:
    """The evidence of an automatic processing."""

    at: datetime
    conclusion: Conclusion
    checks: tuple[Check, ...]


def checks_of(actor: Actor, application_id: UUID) -> tuple[Check, ...]:
    """The checks of an application the actor may see, computed on what was submitted. Raises NotFound."""
    row = visible_to(actor).filter(id=application_id).first()
    if row is None:
        raise NotFound("application_unknown")
    return checks(_facts(row, catalogue.terms(row.aid_version_id)))


def ordered(row: Application, codes: Sequence[CheckCode]) -> tuple[Check, ...]:
    """The checks of these codes, in that order, on what was submitted. The caller has the right to read the row."""
    made = {check.code: check for check in checks(_facts(row, catalogue.terms(row.aid_version_id)))}
    return tuple(made.get(code) or Check(code, Outcome.UNKNOWN, "not_made") for code in codes)


def recorded(actor: Actor, application_id: UUID) -> Recorded | None:
    """What the program checked last, as it was kept then. None when it checked nothing the actor may see."""
    row = (
        CheckRun.objects.filter(application__in=visible_to(actor).filter(id=application_id)).order_by("-ran_at").first()
    )
    if row is None:
        return None
    made = tuple(
        Check(CheckCode(each["code"]), Outcome(each["outcome"]), each["reason"], tuple(each["params"].items()))
        for each in row.checks
    )
    return Recorded(row.ran_at, Conclusion(row.conclusion), made)


def _facts(row: Application, view: AidTerms) -> CheckFacts:
    commune = row.snapshot.get("commune")
    found = geography.commune(commune) if commune else None
    containing = geography.territories_of(commune) if found and commune else None
    live = list(Proof.objects.filter(application=row, replaced_at=None))
    frequency = view.rules.frequency if view.rules else None
    return CheckFacts(
        on=civil_date(row.submitted_at or row.created_at),
        covered=frozenset(f"{t.kind}:{t.code}" for t in view.territories),
        containing=frozenset(f"{t.kind}:{t.code}" for t in containing) if containing else None,
        commune_name=found.name if found else None,
        minimum_age=view.minimum_age,
        birth_date=_birth_date(row),
        missing_answers=answers.missing(view, row.answers),
        missing_proofs=answers.missing_proofs(view, frozenset(proof.code for proof in live) | _replaced(row, view)),
        unscanned_proofs=_unscanned(row, {proof.document_id for proof in live}),
        has_other_live=_has_other_live(row),
        is_identity_certified=_is_certified(row.snapshot),
        verdict=verdicts.kept(row) or verdicts.again(row, view),
        frequency=frequency,
        last_granted_on=verdicts.last_granted_on(row) if frequency else None,
        says_received=verdicts.says_received(row, view) if frequency else None,
    )


def _replaced(row: Application, view: AidTerms) -> frozenset[str]:
    """Papers that a certified fact stands for, as kept at submission."""
    kept = certified.of_sent(row)
    return certified.replaced(view, Held(certified.standing(view, row.answers, kept), kept.awaited))


def _birth_date(row: Application) -> date | None:
    """The birth date of the one the aid is for."""
    if representation.of(row.beneficiary) is not None:
        text = row.beneficiary.get("birth_date")
    else:
        text = row.snapshot.get("claims", {}).get(ClaimName.BIRTH_DATE.value, {}).get("value")
    return date.fromisoformat(text) if text else None


def _unscanned(row: Application, live: set[UUID]) -> int:
    """Papers whose scan only looked for a test signature, as in a demonstration."""
    return sum(
        1 for file in documents.documents_of(row.id) if file.id in live and file.scan.engine.startswith(_STAND_IN)
    )


def _has_other_live(row: Application) -> bool | None:
    if row.citizen_id is None:
        return None
    others = Application.objects.filter(citizen_id=row.citizen_id, aid_id=row.aid_id, state__in=_LIVE)
    return others.exclude(id=row.id).exists()


def _is_certified(snapshot: dict[str, Any]) -> bool | None:
    claims = snapshot.get("claims", {})
    needed = (ClaimName.FIRST_NAME, ClaimName.BIRTH_NAME, ClaimName.BIRTH_DATE)
    if not all(name.value in claims for name in needed):
        return None
    return all(claims[name.value].get("certified_at") for name in needed)
