"""Where a provider says an agent works, and the rights that end when that changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.directory.events import DelegationRevoked, EmployerChanged, MembershipEnded
from mob.directory.models import AttestedOrganisation, Delegation, Funder, Membership
from mob.directory.organisations import employs, is_siret
from mob.directory.services.stream import record, take
from mob.identity import selectors as identity
from mob.identity.ports import AccountMail, AccountMailer
from mob.kernel import ports
from mob.kernel.actor import Actor, Role


@transaction.atomic
def heed_organisation(*, user_id: UUID, issuer: str, siret: str, now: datetime) -> tuple[str, ...]:
    """Note where the agent works now. Who came from another organisation before loses her rights there, at once.

    The names of the funders she left, for the page; each right is journalled, she is told by mail. Rights that this
    provider never vouched for do not end: a session of ProConnect does not open them (`organisations.opens`). A number
    that is no SIRET is not noted, and opens nothing.
    """
    if not is_siret(siret):
        return ()
    row = AttestedOrganisation.objects.select_for_update().filter(user_id=user_id, issuer=issuer).first()
    if row is None:
        AttestedOrganisation.objects.create(user_id=user_id, issuer=issuer, siret=siret, attested_at=now)
        return ()
    AttestedOrganisation.objects.filter(id=row.id).update(siret=siret, attested_at=now)
    left = [] if row.siret == siret else _left(user_id, row.siret, siret)
    for funder in left:
        _end_rights(user_id, funder, now=now)
    names = tuple(funder.name for funder in left)
    if names:
        _tell(user_id, names)
    return names


def _left(user_id: UUID, before: str, after: str) -> list[Funder]:
    rows = Funder.objects.filter(memberships__user_id=user_id, memberships__ended_at__isnull=True).distinct()
    return [row for row in rows.order_by("name", "id") if employs(row, before) and not employs(row, after)]


def _end_rights(user_id: UUID, funder: Funder, *, now: datetime) -> None:
    """Delegations too, and even those of the last administrator: whoever works elsewhere decides nothing here."""
    take(funder.id)
    rows = list(Membership.objects.live().of_funder(funder.id).filter(user_id=user_id).order_by("created_at", "id"))
    Membership.objects.filter(id__in=[row.id for row in rows]).update(ended_at=now)
    ended = [MembershipEnded(row.id, user_id, Role(row.role)) for row in rows]
    record(Actor.system(), funder.id, [EmployerChanged(user_id), *ended, *_revoke(user_id, funder, now)], now=now)


def _revoke(user_id: UUID, funder: Funder, now: datetime) -> list[DelegationRevoked]:
    """What she signed under stops here: invited again one day, she is given a new act."""
    rows = Delegation.objects.filter(holder_id=user_id, funder=funder, revoked_at=None)
    held = list(rows.order_by("created_at", "id").values_list("id", flat=True))
    rows.update(revoked_at=now)
    return [DelegationRevoked(each, user_id) for each in held]


def _tell(user_id: UUID, names: tuple[str, ...]) -> None:
    email, language = identity.email_of(user_id), identity.language_of(user_id)
    if email:
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.RIGHTS_ENDED, email, language, {"funders": ", ".join(names)})
