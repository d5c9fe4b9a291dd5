"""What the rules of an aid say of one application: before it is sent, kept when it is, and computed again beside.

`eligibility` computes and never fetches: facts and history are gathered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mob.applications import representation
from mob.applications.certified import of_sent, standing
from mob.applications.models import Application, Decision
from mob.applications.types import State
from mob.catalogue.types import AidTerms, Answer, CustomField
from mob.catalogue.types import Outcome as Standing
from mob.eligibility import facts, keeping, sharing
from mob.eligibility.certified.types import NOTHING_HELD, Held
from mob.eligibility.frequency import RECEIVED
from mob.eligibility.types import FactSource, HeldFact, Source, Verdict
from mob.eligibility.verdicts import verdict
from mob.identity.types import ClaimName, ProfileView
from mob.kernel.clock import civil_date
from mob.kernel.errors import Refused

ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Person:
    """What the account tells of the one the aid is for."""

    birth_date: date | None
    commune: str | None
    birth_certified_at: datetime | None = None
    is_child: bool = False


def of_profile(profile: ProfileView, beneficiary: Mapping[str, Any]) -> Person:
    """From the profile as it stands, before sending."""
    if representation.of(beneficiary) is not None:
        return _child(beneficiary, profile.commune)
    claim = profile.claims.get(ClaimName.BIRTH_DATE)
    return Person(profile.birth_date, profile.commune, claim.certified_at if claim else None)


def of_snapshot(row: Application) -> Person:
    """From what was kept at submission."""
    commune = row.snapshot.get("commune")
    if representation.of(row.beneficiary) is not None:
        return _child(row.beneficiary, commune)
    claim = row.snapshot.get("claims", {}).get(ClaimName.BIRTH_DATE.value, {})
    born, certified = claim.get("value"), claim.get("certified_at")
    return Person(
        date.fromisoformat(born) if born else None, commune, datetime.fromisoformat(certified) if certified else None
    )


def held(
    view: AidTerms,
    answers: Mapping[str, Any],
    person: Person,
    *,
    funder_id: UUID,
    on: date,
    certified: Held = NOTHING_HELD,
) -> dict[str, HeldFact]:
    """Every fact of an application, each with where it comes from, what for and who may use it.

    `certified`: by a register, for this funder; an answer that says something else is the person's own word.
    """
    purpose, recipients = f"aid:{view.id}", frozenset({str(funder_id)})
    fields = {field.code: field.fact for field in view.fields}
    found = sharing.given_to(
        facts.from_answers(fields, answers), source=FactSource.DECLARED, purpose=purpose, recipients=recipients
    )
    for name, fact in standing(view, answers, certified).items():
        found[name] = HeldFact(fact.value, FactSource.REGISTER, fact.certified_at, purpose, recipients)
    for name, value in facts.of_person(birth_date=person.birth_date, commune=person.commune, on=on).items():
        is_born = name == facts.AGE
        source = FactSource.CERTIFIED if is_born and person.birth_certified_at else FactSource.ACCOUNT
        if is_born and person.is_child:
            found[name] = HeldFact(value, FactSource.DECLARED, None, purpose, recipients)
        else:
            vouched = person.birth_certified_at if is_born else None
            found[name] = HeldFact(value, source, vouched, ACCOUNT, recipients)
    return found


def of_draft(
    view: AidTerms,
    answers: Mapping[str, Any],
    person: Person,
    *,
    funder_id: UUID,
    on: date,
    certified: Held = NOTHING_HELD,
) -> Verdict | None:
    """The verdict on a draft as it stands. None: the aid computes nothing."""
    known = held(view, answers, person, funder_id=funder_id, on=on, certified=certified)
    return _computed(view, known, funder_id, on)


def of_anybody(view: AidTerms, known: Mapping[str, Answer], *, on: date) -> Verdict | None:
    """The verdict on what is known before an application: little, or nothing."""
    return None if view.rules is None else verdict(view.rules, known, on=on, source=source_of(view))


def to_keep(
    row: Application,
    view: AidTerms,
    person: Person,
    answers: Mapping[str, Any],
    *,
    on: date,
    certified: Held = NOTHING_HELD,
) -> dict[str, Any]:
    """Facts and verdict as they are kept beside the application. Empty: the aid computes nothing."""
    known = held(view, answers, person, funder_id=row.funder_id, on=on, certified=certified)
    found = _computed(view, known, row.funder_id, on)
    if found is None:
        return {}
    return {"on": on.isoformat(), "facts": sharing.plain(known), **keeping.plain(found)}


def kept(row: Application) -> Verdict | None:
    """The verdict of the submission."""
    return keeping.read(row.verdict) if row.verdict else None


def again(row: Application, view: AidTerms) -> Verdict | None:
    """Computed now on what stands in the file, as of the day it was sent: rules hold on that day."""
    on = civil_date(row.submitted_at or row.created_at)
    kept_facts = of_sent(row)
    return of_draft(view, row.answers, of_snapshot(row), funder_id=row.funder_id, on=on, certified=kept_facts)


def refuse_ineligible(view: AidTerms, kept_verdict: Mapping[str, Any]) -> None:
    """Raises Refused("not_eligible") where the funder takes no application its rules refuse."""
    if view.rules is None or view.rules.allows_anyway or not kept_verdict:
        return
    if kept_verdict["outcome"] == Standing.INELIGIBLE.value:
        raise Refused("not_eligible")


def is_barred(view: AidTerms, found: Verdict | None) -> bool:
    """Whether this verdict closes the way."""
    if found is None or view.rules is None or view.rules.allows_anyway:
        return False
    return found.outcome is Standing.INELIGIBLE


def last_granted_on(row: Application) -> date | None:
    """The day the person last had this aid by another application of hers."""
    if row.citizen_id is None:
        return None
    files = Application.objects.filter(citizen_id=row.citizen_id, aid_id=row.aid_id, state=State.APPROVED.value)
    grants = Decision.objects.filter(application__in=files.exclude(id=row.id), is_approval=True, reopened_at=None)
    last = grants.order_by("-decided_at").values_list("decided_at", flat=True).first()
    return civil_date(last) if last else None


def says_received(row: Application, view: AidTerms) -> bool | None:
    """The person's own word on whether her household or vehicle had the aid lately."""
    code = next((field.code for field in view.fields if field.fact == RECEIVED), None)
    said = row.answers.get(code) if code else None
    return said if isinstance(said, bool) else None


def lasts(field: CustomField, given_on: date, now: datetime) -> bool:
    """Whether an answer given on a day may still be proposed; an answer that is no fact always may."""
    if not field.fact:
        return True
    kind = facts.known(field.fact)
    months = kind.lasts_months if kind else 0
    return sharing.still_true(given_on, lasts_months=months, on=civil_date(now))


def source_of(view: AidTerms) -> Source:
    """The page that describes the aid, for conditions that name no article."""
    return Source(view.title, view.source_url or view.external_url)


def _computed(view: AidTerms, known: Mapping[str, HeldFact], funder_id: UUID, on: date) -> Verdict | None:
    if view.rules is None:
        return None
    return verdict(view.rules, sharing.usable(known, recipient=str(funder_id)), on=on, source=source_of(view))


def _child(beneficiary: Mapping[str, Any], commune: str | None) -> Person:
    born = beneficiary.get("birth_date")
    return Person(date.fromisoformat(born) if born else None, commune, is_child=True)
