"""Clients of a partner: registered, asked to be opened, decided by the platform, closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mob.directory import partner_events as events
from mob.directory import rules
from mob.directory.models import Partner, PartnerClient
from mob.directory.services.partner_stream import check_keeps, record_partner, take_partner
from mob.identity.oidc import clients, keeping
from mob.identity.oidc_types import MadeClient, NewClient
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused

MOST_CLIENTS, LONGEST_WORDS = 30, 500


@transaction.atomic
def register_client(
    actor: Actor, *, partner_id: UUID, new: NewClient, justification: Mapping[str, str], now: datetime
) -> MadeClient:
    """Register a client for a partner: in the sandbox at once, else it waits for the platform's word.

    Raises NotFound, Invalid with the field at fault, Refused (`client_taken`, `client_too_many`).
    """
    check_keeps(actor, partner_id)
    partner = take_partner(partner_id)
    if partner.clients.count() >= MOST_CLIENTS:
        raise Refused("client_too_many", most=MOST_CLIENTS)
    words = _justified(new, justification)
    whole = replace(new, owner=partner.id, operator=partner.name, is_waiting=not new.is_sandbox)
    made = clients.create_client(actor, whole, now=now)
    _attach(actor, partner, made, new.is_sandbox, words, asked_at=None if new.is_sandbox else now, now=now)
    return made


def _attach(
    actor: Actor,
    partner: Partner,
    made: MadeClient,
    is_sandbox: bool,
    words: Mapping[str, str],
    *,
    asked_at: datetime | None,
    now: datetime,
) -> None:
    fields = {"client_id": made.id, "is_sandbox": is_sandbox, "justification": dict(words), "asked_at": asked_at}
    partner.clients.create(created_at=now, **fields)
    facts = [events.PartnerClientAttached(made.id, is_sandbox)]
    asked = [events.PartnerClientAsked(made.id)] if asked_at else []
    record_partner(actor, partner.id, [*facts, *asked], now=now)


@transaction.atomic
def create_for_partner(actor: Actor, *, slug: str, new: NewClient, now: datetime) -> MadeClient:
    """A live client of a partner, made at the terminal by whoever runs the platform. Raises NotFound, Invalid, Refused."""
    if not rules.is_platform_administrator(actor):
        raise Forbidden("not_allowed")
    row = Partner.objects.filter(slug=slug, closed_at=None).first()
    if row is None:
        raise NotFound("partner_unknown")
    partner = take_partner(row.id)
    made = clients.create_client(actor, replace(new, owner=partner.id), now=now)
    _attach(actor, partner, made, new.is_sandbox, {}, asked_at=None, now=now)
    return made


def _justified(new: NewClient, said: Mapping[str, str]) -> dict[str, str]:
    """For each scope beyond `openid`, why it is needed: the platform reads it before it opens a client."""
    words = {scope: rules.clean_block(said.get(scope, ""))[:LONGEST_WORDS] for scope in new.scopes if scope != "openid"}
    lacking = [scope for scope, text in words.items() if len(text) < 10]
    if lacking and not new.is_sandbox:
        raise Invalid("client_justification", "justification", scopes=", ".join(lacking))
    return {scope: text for scope, text in words.items() if text}


@transaction.atomic
def edit_client(
    actor: Actor, *, client_id: UUID, new: NewClient, justification: Mapping[str, str], now: datetime
) -> tuple[str, ...]:
    """Write a client. What people read and allow of a live one waits for the platform; the rest changes at once.

    Returns the names of what changed or waits. Raises NotFound, Invalid.
    """
    row = _take(actor, client_id)
    before = keeping.described(actor, client_id)
    names = keeping.changed(before, new)
    waits = set() if row.is_sandbox or before.is_waiting else set(names) & set(keeping.ALLOWED)
    words = dict(row.justification) | (_justified(new, justification) if justification else {})
    if not waits:
        keeping.edit_client(actor, client_id, new, now=now)
        PartnerClient.objects.filter(id=row.id).update(justification=words)
        return names
    clients.check_words(new)
    now_too = replace(before, **{name: getattr(new, name) for name in keeping.FREE})
    keeping.edit_client(actor, client_id, now_too, now=now)
    wanted = {name: _plain(getattr(new, name)) for name in keeping.ALLOWED if name in waits}
    PartnerClient.objects.filter(id=row.id).update(
        wanted=wanted, justification=words, asked_at=now, decided_at=None, refusal=""
    )
    record_partner(actor, row.partner_id, [events.PartnerClientAsked(client_id)], now=now)
    return names


def _plain(value: object) -> object:
    return [str(each) for each in value] if isinstance(value, tuple) else value


@transaction.atomic
def accept_client(actor: Actor, *, client_id: UUID, now: datetime) -> None:
    """The platform opens a client, or applies the changes that waited. Raises Forbidden, NotFound, Refused."""
    row = _take_asked(actor, client_id)
    if row.wanted:
        keeping.edit_client(actor, client_id, with_wanted(keeping.described(actor, client_id), row.wanted), now=now)
    keeping.open_client(actor, client_id, now=now)
    _decide(actor, row, is_accepted=True, refusal="", now=now)


def with_wanted(before: NewClient, wanted: Mapping[str, Any]) -> NewClient:
    """The client as it will be once the platform accepts."""
    return replace(
        before,
        name=wanted.get("name", before.name),
        scopes=tuple(wanted.get("scopes", before.scopes)),
        required=tuple(wanted.get("required", before.required)),
        legal_basis=wanted.get("legal_basis", before.legal_basis),
    )


@transaction.atomic
def refuse_client(actor: Actor, *, client_id: UUID, why: str, now: datetime) -> None:
    """The platform says no, and why. Raises Forbidden, NotFound, Invalid, Refused."""
    row, words = _take_asked(actor, client_id), rules.clean_block(why)[:LONGEST_WORDS]
    if len(words) < 10:
        raise Invalid("client_refusal_words", "why")
    _decide(actor, row, is_accepted=False, refusal=words, now=now)


def _decide(actor: Actor, row: PartnerClient, *, is_accepted: bool, refusal: str, now: datetime) -> None:
    PartnerClient.objects.filter(id=row.id).update(decided_at=now, refusal=refusal, wanted={})
    record_partner(actor, row.partner_id, [events.PartnerClientDecided(row.client_id, is_accepted)], now=now)


@transaction.atomic
def ask_again(actor: Actor, *, client_id: UUID, now: datetime) -> None:
    """After a refusal, the corrected request is put to the platform anew. Raises NotFound, Refused."""
    row = _take(actor, client_id)
    if row.decided_at is None or not row.refusal:
        raise Refused("client_not_refused")
    PartnerClient.objects.filter(id=row.id).update(asked_at=now, decided_at=None, refusal="")
    record_partner(actor, row.partner_id, [events.PartnerClientAsked(client_id)], now=now)


@transaction.atomic
def close_client(actor: Actor, *, client_id: UUID, now: datetime) -> None:
    """It answers nothing any more; people's links end, and they are told. Raises NotFound."""
    row = _take(actor, client_id)
    keeping.close_client(actor, client_id, now=now)
    PartnerClient.objects.filter(id=row.id).update(wanted={}, decided_at=row.decided_at or now)


def close_clients(actor: Actor, partner_id: UUID, *, now: datetime) -> None:
    """Every client of a partner, in the caller's transaction."""
    for row in PartnerClient.objects.filter(partner_id=partner_id).order_by("id"):
        if clients.is_open(row.client_id):
            keeping.close_client(actor, row.client_id, now=now)


def _take(actor: Actor, client_id: UUID) -> PartnerClient:
    row = PartnerClient.objects.filter(client_id=client_id).first()
    if row is None:
        raise NotFound("oidc_client_unknown")
    check_keeps(actor, row.partner_id)
    take_partner(row.partner_id)
    row.refresh_from_db()
    return row


def _take_asked(actor: Actor, client_id: UUID) -> PartnerClient:
    if not rules.is_platform_administrator(actor):
        raise Forbidden("not_allowed")
    row = _take(actor, client_id)
    if row.asked_at is None or row.decided_at is not None:
        raise Refused("client_not_asked")
    return row
