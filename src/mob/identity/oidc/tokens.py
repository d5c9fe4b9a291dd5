"""Codes and tokens: made, exchanged once, found again, ended. Only their SHA-256 is ever stored.

An exchange is a conditional UPDATE: of two at the same instant, one finds the row unspent and the other does not.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from mob.identity.events import ServiceSignedOut, TokenStolen
from mob.identity.models import AccessToken, Client, Grant, Link, RefreshToken, SpentAssertion, User
from mob.identity.oidc import clients, levels
from mob.identity.oidc.reasons import Reason
from mob.identity.oidc.refreshing import Verdict, judge
from mob.identity.oidc_types import (
    ACCESS_LIFE,
    CODE_LIFE,
    REFRESH_IDLE,
    AuthorizationRequest,
    Scope,
    SignIn,
    TokenView,
)
from mob.identity.ports import AccountMail, AccountMailer
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What the ID token of a code says as it was asked: the level, and claims one by one. Kept beside the code."""

    acr: str = ""
    claims: frozenset[str] = frozenset()

    def as_text(self) -> str:
        return json.dumps({"acr": self.acr, "claims": sorted(self.claims)})

    @classmethod
    def of(cls, row: Grant) -> Told:
        kept = json.loads(row.claims) if row.claims else {}
        return cls(kept.get("acr", ""), frozenset(kept.get("claims", ())))


@dataclass(frozen=True, slots=True)
class Source:
    """What new tokens descend from: a code, or the refresh token before. `generation` counts the refreshes."""

    family: UUID
    link: Link
    auth_time: datetime
    is_strong: bool
    session_key: str = ""
    generation: int = 0
    nonce: str = ""
    refreshed: RefreshToken | None = None
    told: Told = Told()


def make_code(asked: AuthorizationRequest, scopes: Iterable[str], link_id: UUID, who: SignIn, *, now: datetime) -> str:
    """A code for this request, good for a minute and once."""
    code = secrets.token_urlsafe(32)
    Grant.objects.create(
        code=clients.digest(code),
        user_id=who.user_id,
        application_id=asked.client.id,
        link_id=link_id,
        redirect_uri=asked.redirect_uri,
        scope=" ".join(scopes),
        nonce=asked.nonce,
        code_challenge=asked.code_challenge,
        code_challenge_method="S256",
        auth_time=who.auth_time,
        is_strong=who.is_strong,
        session_key=who.session_key,
        claims=Told(levels.said(asked.acr, who), asked.id_token_claims).as_text(),
        expires=now + CODE_LIFE,
    )
    return code


def spend_code(code: str, client: Client, counted: AbstractContextManager[None], *, now: datetime) -> Grant | Reason:
    """The grant of a code, spent from this moment; else why not: unknown, another client's, late, or spent before.
    Then all that came from it ends (RFC 6749 §4.1.2).

    `counted`: the transaction that counts the call, here around the one statement that spends: a code without a place
    stays whole, and what ends a family never waits for a link while it holds a code.
    """
    row = Grant.objects.select_related("link", "user").filter(code=clients.digest(code), application=client).first()
    if row is None:
        return Reason.CODE_UNKNOWN
    with counted:
        is_fresh = Grant.objects.filter(id=row.id, used_at=None, expires__gt=now).update(used_at=now)
    if is_fresh:
        return row if row.link.ended_at is None and row.user.is_active else Reason.CODE_ENDED
    if row.used_at is not None or Grant.objects.filter(id=row.id, used_at__isnull=False).exists():
        _shown_again(row, now=now)
        return Reason.CODE_TWICE
    return Reason.CODE_LATE


def _shown_again(row: Grant, *, now: datetime) -> None:
    """End what came from the code, and what is about to: without its grant, an exchange under way keeps nothing."""
    with transaction.atomic():
        Link.objects.select_for_update().filter(id=row.link_id).exists()
        Grant.objects.filter(id=row.id).delete()
        _stolen(row.link, row.id, now=now)


def judge_refresh(token: str, client: Client, *, now: datetime) -> RefreshToken | Reason:
    """The row of a refresh token that may be exchanged, or why not. A stolen one ends its family, and its owner is told."""
    rows = RefreshToken.objects.select_related("link", "user")
    try:
        row: RefreshToken = rows.get(token_checksum=clients.digest(token), application=client)
    except RefreshToken.DoesNotExist:
        return Reason.REFRESH_UNKNOWN
    if row.link.ended_at is not None or not row.user.is_active:
        return Reason.REFRESH_ENDED
    verdict = judge(used_at=row.used_at, revoked=row.revoked, expires=row.expires, now=now)
    if verdict is Verdict.STOLEN:
        _stolen(row.link, _family(row), now=now)
    if verdict in (Verdict.FRESH, Verdict.AGAIN):
        return row
    if verdict is Verdict.STOLEN:
        return Reason.REFRESH_TWICE
    return Reason.REFRESH_LATE if row.expires <= now else Reason.REFRESH_ENDED


def _family(row: RefreshToken) -> UUID:
    assert row.token_family is not None
    family: UUID = row.token_family
    return family


def store(token: Mapping[str, str], client: Client, source: Source | None, *, now: datetime) -> bool:
    """Keep what is about to be handed out, in the caller's transaction. False: the source ended meanwhile, nothing is kept.

    `source` None: the program acts for itself.
    """
    if source is not None and not _still_holds(source, now=now):
        return False
    AccessToken.objects.create(
        token="",
        token_checksum=clients.digest(token["access_token"]),
        application=client,
        user_id=source.link.user_id if source else None,
        link=source.link if source else None,
        family=source.family if source else None,
        session_key=source.session_key if source else "",
        scope=token["scope"],
        expires=now + ACCESS_LIFE,
    )
    if source is not None and "refresh_token" in token:
        _store_refresh(token, client, source, now=now)
    return True


def _store_refresh(token: Mapping[str, str], client: Client, source: Source, *, now: datetime) -> None:
    before = source.refreshed
    RefreshToken.objects.create(
        token="",
        token_checksum=clients.digest(token["refresh_token"]),
        application=client,
        user_id=source.link.user_id,
        link=source.link,
        token_family=source.family,
        # What was first allowed, whatever narrower scope this exchange asked for (RFC 6749 §6).
        scope=before.scope if before else token["scope"],
        auth_time=source.auth_time,
        is_strong=source.is_strong,
        generation=source.generation,
        expires=now + REFRESH_IDLE,
    )


def _still_holds(source: Source, *, now: datetime) -> bool:
    """Spend the refresh token, and end its siblings: an answer asked for twice leaves two, of which one goes on.

    The link's row is locked first: a link that is being ended waits, or has ended.
    """
    held = Link.objects.select_for_update().filter(id=source.link.id, ended_at=None).first()
    if held is None:
        return False
    # Her account may have been brought into another meanwhile: the link went with it.
    source.link.user_id = held.user_id
    before = source.refreshed
    if before is None:
        is_unspoilt: bool = Grant.objects.filter(id=source.family).exists()
        return is_unspoilt
    family = RefreshToken.objects.filter(token_family=source.family)
    if not family.filter(id=before.id, used_at=None, revoked=None).update(used_at=now):
        row = family.get(id=before.id)
        if judge(used_at=row.used_at, revoked=row.revoked, expires=row.expires, now=now) is not Verdict.AGAIN:
            return False
    siblings = family.filter(generation=before.generation, used_at=None, revoked=None).exclude(id=before.id)
    siblings.update(revoked=now)
    return True


def _stolen(link: Link, family: UUID, *, now: datetime) -> None:
    """End all that came from one authorization, and tell the person. Once: a second replay finds nothing to end."""
    with transaction.atomic():
        ended = _end(Q(token_family=family), Q(family=family), now=now)
        user = User.objects.get(id=link.user_id)
        if not ended or not user.is_active:
            return
        fact = TokenStolen(link.client_id)
        journal.append(Actor.system(), stream=f"account:{user.id}", events=[fact], now=now)
        name = Client.objects.values_list("name", flat=True).get(id=link.client_id)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.SERVICE_CUT_OFF, user.email, user.language, {"service": name})


def _end(refresh: Q, access: Q, *, now: datetime) -> int:
    """Whatever lives among these, ended. How many."""
    ended = RefreshToken.objects.filter(refresh, revoked=None, expires__gt=now).update(revoked=now)
    gone, _each = AccessToken.objects.filter(access).delete()
    return int(ended) + int(gone)


def end_all(*, link_id: UUID, now: datetime) -> None:
    """Every token of a link, and its codes. In the caller's transaction."""
    Grant.objects.filter(link_id=link_id).delete()
    _end(Q(link_id=link_id), Q(link_id=link_id), now=now)


def end_session(actor: Actor, session_key: str, *, now: datetime) -> None:
    """The session ended: so do the short tokens asked for in it, and each service is told. Standing links go on."""
    rows = AccessToken.objects.filter(session_key=session_key).exclude(session_key="")
    rows = rows.exclude(scope__contains=Scope.OFFLINE.value)
    with transaction.atomic():
        told = set(rows.values_list("application_id", flat=True))
        rows.delete()
        Grant.objects.filter(session_key=session_key).exclude(session_key="").delete()
        facts = [ServiceSignedOut(client_id) for client_id in sorted(told)]
        journal.append(actor, stream=f"account:{actor.id}", events=facts, now=now)


def follow(source: UUID, target: UUID) -> None:
    """The account was brought into another, and its links with it: what lives of them goes on. In the caller's transaction."""
    for table in (Grant, AccessToken, RefreshToken):
        table._default_manager.filter(user_id=source).update(user_id=target)


def forget(user_id: UUID) -> None:
    """No row that leads to the person is left."""
    for table in (Grant, AccessToken, RefreshToken):
        table._default_manager.filter(user_id=user_id).delete()


def revoke(token: str, client: Client, *, now: datetime) -> None:
    """A client gives a token up (RFC 7009): a refresh token ends its family. Another client's is left alone."""
    digest = clients.digest(token)
    refresh = RefreshToken.objects.filter(token_checksum=digest, application=client).first()
    with transaction.atomic():
        if refresh is not None:
            _end(Q(token_family=_family(refresh)), Q(family=_family(refresh)), now=now)
        AccessToken.objects.filter(token_checksum=digest, application=client).delete()


def live(token: str, *, now: datetime) -> TokenView | None:
    """What an access token says, or None when it is worth nothing (any more)."""
    if not 0 < len(token) <= 200:
        return None
    rows = AccessToken.objects.select_related("application", "link", "user")
    row = rows.filter(token_checksum=clients.digest(token), expires__gt=now).first()
    if row is None or row.application is None or row.application.closed_at is not None:
        return None
    if row.user is not None and (row.link is None or row.link.ended_at is not None or not row.user.is_active):
        return None
    client = clients.view(row.application)
    return TokenView(
        client=client,
        user_id=row.user_id,
        link_id=row.link_id,
        # Less what she took back since: a consent counts at each call.
        scopes=frozenset(row.scope.split()) & (frozenset(row.link.scope.split()) if row.link else client.scopes),
        expires=row.expires,
        issued=row.expires - ACCESS_LIFE,
    )


def client_of_dead(token: str) -> UUID | None:
    """The client an access token was made for, though it is worth nothing any more. None once its row is gone."""
    rows = AccessToken.objects.filter(token_checksum=clients.digest(token[:200]))
    found: UUID | None = rows.values_list("application_id", flat=True).first()
    return found


def expired(now: datetime) -> int:
    """How many codes, tokens and proofs serve no more."""
    return sum(rows.count() for rows in _spent(now))


def forget_expired(now: datetime) -> int:
    return sum(rows.delete()[0] for rows in _spent(now))


def _spent(now: datetime) -> list[QuerySet[Any]]:
    """A spent refresh token is kept until its family would have ended: shown again, it tells of a theft."""
    old = now - _KEPT
    return [
        Grant.objects.filter(expires__lt=old),
        AccessToken.objects.filter(expires__lt=old),
        RefreshToken.objects.filter(expires__lt=old),
        SpentAssertion.objects.filter(expires_at__lt=now),
    ]
