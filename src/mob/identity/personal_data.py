"""The share of accounts in a person's data: what identity exports, keeps and erases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from mob.identity.accessibility.profile import to_plain
from mob.identity.models import (
    AccessibilityNeeds,
    ClaimCode,
    ExternalIdentity,
    IdentityClaim,
    MailedCode,
    Profile,
    User,
)
from mob.identity.selectors import accessibility_share, profile_of, receipts_of
from mob.identity.types import Choice, ExportFile, OpenItem, ProfileView, Retained
from mob.journal import selectors as journal
from mob.kernel.actor import Actor


class AccountData:
    """Serves `ports.PersonalData` for profile, protection and sessions."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        view = profile_of(Actor.system(), user_id)
        contents = {"account": _account(view), "protection": _protection(user_id), "history": _history(user_id)}
        text = json.dumps(contents, ensure_ascii=False, indent=2)
        proofs = json.dumps(_receipts(user_id), ensure_ascii=False, indent=2)
        files = [ExportFile("compte/compte.json", text.encode()), ExportFile("compte/preuves.json", proofs.encode())]
        needs = accessibility_share(user_id)
        if needs is not None:
            said = json.dumps(to_plain(needs), ensure_ascii=False, indent=2)
            files.append(ExportFile("compte/accessibilite.json", said.encode()))
        return files

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """Nothing that names the person stays; the row keeps its id, so that facts still have somebody to point at."""
        UserSession.objects.filter(user_id=user_id).delete()
        Authenticator.objects.filter(user_id=user_id).delete()
        IdentityClaim.objects.filter(user_id=user_id).delete()
        ExternalIdentity.objects.filter(user_id=user_id).delete()
        Profile.objects.filter(user_id=user_id).delete()
        AccessibilityNeeds.objects.filter(user_id=user_id).delete()
        user = User.objects.get(id=user_id)
        MailedCode.objects.filter(email=user.email).delete()
        MailedCode.objects.filter(user=user).delete()
        ClaimCode.objects.filter(user=user).delete()
        gone = f"{user_id}@deleted.invalid"
        user.set_unusable_password()
        User.objects.filter(id=user_id).update(
            email=gone, email_key=gone, password=user.password, is_active=False, deleted_at=now, last_login=None
        )


def _account(view: ProfileView) -> dict[str, Any]:
    claims = {
        name.value: {
            "value": claim.value,
            "source": claim.source.value,
            "certified_at": claim.certified_at.isoformat() if claim.certified_at else None,
            "level": claim.level or None,
        }
        for name, claim in [*view.claims.items(), *view.civil.items()]
    }
    return {
        "id": str(view.user_id),
        "email": view.email,
        "language": view.language,
        "courtesy_mails": view.courtesy_mails,
        "identity": claims,
        "commune": view.commune,
        "postcode": view.postcode,
        "occupation": view.occupation.value if view.occupation else None,
        "phone": view.phone,
        "contact_email": view.contact_email,
        "postal_address": view.postal_address,
    }


def _protection(user_id: UUID) -> dict[str, Any]:
    rows = Authenticator.objects.filter(user_id=user_id).order_by("id")
    sessions = UserSession.objects.filter(user_id=user_id).order_by("id")
    return {
        "identity_providers": _providers(user_id),
        "second_factors": [{"type": row.type, "added_at": row.created_at.isoformat()} for row in rows],
        "open_sessions": [
            {"address": row.ip, "browser": row.user_agent, "since": row.created_at.isoformat()} for row in sessions
        ],
    }


def _providers(user_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "provider": row.provider_key,
            "issuer": row.issuer,
            "subject": row.subject,
            "level": row.acr or None,
            "linked_at": row.linked_at.isoformat(),
            "last_at": row.last_at.isoformat(),
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in ExternalIdentity.objects.filter(user_id=user_id).order_by("linked_at")
    ]


def _receipts(user_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "what": view.kind.value,
            "text": view.text,
            "sha256": view.digest,
            "given_at": view.given_at.isoformat(),
            "withdrawn_at": view.withdrawn_at.isoformat() if view.withdrawn_at else None,
            "kept_until": view.keep_until.isoformat(),
        }
        for view in receipts_of(Actor.citizen(user_id))
    ]


def _history(user_id: UUID) -> list[dict[str, Any]]:
    facts = journal.stream_facts(Actor.system(), f"account:{user_id}")
    return [{"at": fact.at.isoformat(), "what": fact.kind, "details": dict(fact.data)} for fact in facts]
