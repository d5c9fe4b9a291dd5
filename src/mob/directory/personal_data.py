"""The directory's share of a person's data: her card and rights as staff, and the employers she named."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mob.directory.models import Affiliation, AttestedOrganisation, Delegation, Membership, PartnerMembership
from mob.directory.services import end_membership
from mob.directory.services.affiliation_ending import erase_affiliations
from mob.directory.services.invitations import forget_address
from mob.directory.services.partner_people import forget_partner_address
from mob.identity import selectors as identity
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel.actor import Actor


class DirectoryData:
    """Serves `identity.ports.PersonalData`. Decisions keep their author's name by themselves (CRPA, art. L212-1)."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        shares = {
            "compte/droits.json": [_right(row) for row in _of(user_id)],
            "compte/delegations.json": [_given(row) for row in _held(user_id)],
            "compte/operateurs.json": [_at_partner(row) for row in _at_partners(user_id)],
            "compte/employeurs.json": [_affiliation(row) for row in _affiliations(user_id)],
            "compte/organisations.json": [_attested(row) for row in _attestations(user_id)],
        }
        return [
            ExportFile(path, json.dumps(rows, ensure_ascii=False, indent=2).encode())
            for path, rows in shares.items()
            if rows
        ]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """End every right and forget the card. The last administrator is refused: another is appointed first."""
        for row in _of(user_id):
            if row.ended_at is None:
                end_membership(actor, membership_id=row.id, now=now)
        Delegation.objects.filter(holder_id=user_id, revoked_at=None).update(revoked_at=now)
        Membership.objects.filter(user_id=user_id).update(first_name="", last_name="", capacity="", service="")
        AttestedOrganisation.objects.filter(user_id=user_id).delete()
        PartnerMembership.objects.filter(user_id=user_id, ended_at=None).update(ended_at=now)
        erase_affiliations(actor, user_id=user_id, now=now)
        forget_address(identity.email_of(user_id) or "", now=now)
        forget_partner_address(identity.email_of(user_id) or "", now=now)


def _of(user_id: UUID) -> list[Membership]:
    return list(Membership.objects.filter(user_id=user_id).select_related("funder").order_by("created_at", "id"))


def _held(user_id: UUID) -> list[Delegation]:
    return list(Delegation.objects.filter(holder_id=user_id).select_related("funder").order_by("created_at", "id"))


def _at_partners(user_id: UUID) -> list[PartnerMembership]:
    return list(
        PartnerMembership.objects.filter(user_id=user_id).select_related("partner").order_by("created_at", "id")
    )


def _at_partner(row: PartnerMembership) -> dict[str, Any]:
    ended = row.ended_at.isoformat() if row.ended_at else None
    return {"partner": row.partner.name, "role": row.role, "since": row.created_at.isoformat(), "ended": ended}


def _given(row: Delegation) -> dict[str, Any]:
    return {
        "funder": row.funder.name,
        "number": row.number,
        "signed_on": row.signed_on.isoformat(),
        "aids": row.aid_ids,
        "ceiling_cents": row.ceiling_cents,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "revoked": row.revoked_at.isoformat() if row.revoked_at else None,
    }


def _right(row: Membership) -> dict[str, Any]:
    return {
        "funder": row.funder.name if row.funder else None,
        "role": row.role,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "capacity": row.capacity,
        "service": row.service,
        "since": row.created_at.isoformat(),
        "ended": row.ended_at.isoformat() if row.ended_at else None,
    }


def _attestations(user_id: UUID) -> list[AttestedOrganisation]:
    return list(AttestedOrganisation.objects.filter(user_id=user_id).order_by("issuer"))


def _attested(row: AttestedOrganisation) -> dict[str, Any]:
    return {"provider": row.issuer, "siret": row.siret, "since": row.attested_at.isoformat()}


def _affiliations(user_id: UUID) -> list[Affiliation]:
    return list(Affiliation.objects.filter(user_id=user_id).select_related("funder").order_by("asked_at", "id"))


def _affiliation(row: Affiliation) -> dict[str, Any]:
    moments = ("asked_at", "proved_at", "confirmed_at", "writes_to_work_since", "ended_at")
    said = ("first_name", "last_name", "work_address", "number", "state", "proof", "end")
    dates = {name: moment.isoformat() if (moment := getattr(row, name)) else None for name in moments}
    return {"employer": row.funder.name, **{name: getattr(row, name) for name in said}, **dates}
