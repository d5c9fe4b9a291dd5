"""Test people of a partner: people who do not exist, each with a script, who sign in on consent pages of its sandbox."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from mob.directory import partner_events as events
from mob.directory.models import PartnerTestPerson
from mob.directory.partner_types import SandboxScript
from mob.directory.services.partner_stream import check_keeps, record_partner, take_partner
from mob.identity import selectors as identity
from mob.identity.oidc.sandbox import SandboxAccount, end_sandbox_account, make_sandbox_account
from mob.identity.types import ClaimName, Occupation
from mob.kernel.actor import Actor
from mob.kernel.clock import add_months, civil_date
from mob.kernel.errors import NotFound, Refused

MOST = 20


@transaction.atomic
def make_sandbox_person(actor: Actor, *, partner_id: UUID, script: SandboxScript, now: datetime) -> UUID:
    """Make up a person. Raises NotFound, Refused `sandbox_people_many`."""
    check_keeps(actor, partner_id)
    partner = take_partner(partner_id)
    if partner.test_people.filter(ended_at=None).count() >= MOST:
        raise Refused("sandbox_people_many", most=MOST)
    local_part = f"{script.value}.{secrets.token_hex(4)}"
    told = _TOLD[script](civil_date(now))
    user_id = make_sandbox_account(partner.id, told, local_part=local_part, now=now)
    code = f"{secrets.randbelow(10**8):08d}"
    made = partner.test_people.create(user_id=user_id, script=script.value, code=code, created_at=now)
    record_partner(actor, partner.id, [events.SandboxPersonMade(user_id, script.value)], now=now)
    return made.id


@transaction.atomic
def end_sandbox_person(actor: Actor, *, person_id: UUID, now: datetime) -> None:
    """She exists even less. Raises NotFound."""
    row = PartnerTestPerson.objects.filter(id=person_id, ended_at=None).first()
    if row is None:
        raise NotFound("sandbox_person_unknown")
    check_keeps(actor, row.partner_id)
    take_partner(row.partner_id)
    end_sandbox_people(actor, PartnerTestPerson.objects.filter(id=row.id), now=now)


def end_sandbox_people(actor: Actor, rows: QuerySet[PartnerTestPerson], *, now: datetime) -> None:
    """In the caller's transaction."""
    for row in rows.filter(ended_at=None):
        end_sandbox_account(row.user_id, now=now)
        PartnerTestPerson.objects.filter(id=row.id).update(ended_at=now, code="")
        record_partner(actor, row.partner_id, [events.SandboxPersonEnded(row.user_id)], now=now)


def recognise(*, partner_id: UUID, email: str, code: str) -> UUID | None:
    """The account of a test person of this partner, by the address and the code its console shows."""
    user_id = identity.user_by_email(email)
    if user_id is None:
        return None
    row = PartnerTestPerson.objects.filter(user_id=user_id, partner_id=partner_id, ended_at=None).first()
    is_right = row is not None and constant_time_compare(row.code, code.replace(" ", ""))
    return user_id if is_right else None


def _claims(first: str, name: str, birth: date) -> dict[ClaimName, str]:
    return {ClaimName.FIRST_NAME: first, ClaimName.BIRTH_NAME: name, ClaimName.BIRTH_DATE: birth.isoformat()}


def _certified(today: date) -> SandboxAccount:
    said = _claims("Camille", "Durand", date(1988, 5, 14))
    return SandboxAccount(said, True, "38185", "38000", Occupation.EMPLOYEE, "+33639980101")


def _declared(today: date) -> SandboxAccount:
    said = _claims("Dominique", "Martin", date(1961, 11, 3))
    return SandboxAccount(said, False, "35238", "35000", Occupation.JOB_SEEKER)


def _minor(today: date) -> SandboxAccount:
    said = _claims("Sacha", "Petit", add_months(today, -12 * 17))
    return SandboxAccount(said, True, "59350", "59000", Occupation.STUDENT)


def _accents(today: date) -> SandboxAccount:
    said = _claims("Maëlys-Zoé", "N’Guyễn d’Œuvre", date(2000, 2, 29))
    return SandboxAccount(
        said | {ClaimName.USUAL_NAME: "Łukasiewicz-Öztürk"}, True, "97411", "97400", Occupation.STUDENT
    )


def _empty(today: date) -> SandboxAccount:
    return SandboxAccount({})


_TOLD: dict[SandboxScript, Callable[[date], SandboxAccount]] = {
    SandboxScript.CERTIFIED: _certified,
    SandboxScript.DECLARED: _declared,
    SandboxScript.MINOR: _minor,
    SandboxScript.ACCENTS: _accents,
    SandboxScript.EMPTY: _empty,
}
