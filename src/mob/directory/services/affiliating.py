"""Becoming affiliated to an employer: asking, the mailed link, the staff's word, mails to the work address."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from mob.directory import events, rules, work_addresses
from mob.directory.models import Affiliation
from mob.directory.selectors.employers import affiliation_rules, affiliation_view
from mob.directory.services.affiliation_rows import commit, take_managed, take_own, tell
from mob.directory.tokens import linked_affiliation
from mob.directory.types import (
    AffiliationProof,
    AffiliationRequest,
    AffiliationRulesView,
    AffiliationState,
    AffiliationView,
)
from mob.identity import throttle
from mob.identity.names import check_name
from mob.identity.permissions import person
from mob.identity.services import throttling
from mob.identity.services.receipts import keep_receipt, withdraw_receipt
from mob.identity.types import ReceiptKind
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, MobError, NotFound, Refused

LINK_LIFE = timedelta(days=7)
MOST_NUMBER = 40


def ask_affiliation(actor: Actor, *, funder_id: UUID, request: AffiliationRequest, now: datetime) -> UUID:
    """Say that one works there: a link leaves for the work address or, without one, the staff are asked.

    Raises NotFound, InvalidMany (by field), Conflict `affiliation_exists`, Slowed.
    """
    user_id = person(actor)
    wanted = _checked(request, affiliation_rules(funder_id))
    if Affiliation.objects.live().filter(user_id=user_id, funder_id=funder_id).exists():
        raise Conflict("affiliation_exists")
    if wanted.work_address:
        _spend(user_id, wanted.work_address, now)
    try:
        with transaction.atomic():
            return _create(actor, user_id, funder_id, wanted, now)
    except IntegrityError as error:  # a double click: the other request was first
        raise Conflict("affiliation_exists") from error


def _create(actor: Actor, user_id: UUID, funder_id: UUID, wanted: AffiliationRequest, now: datetime) -> UUID:
    row = Affiliation.objects.create(
        user_id=user_id,
        funder_id=funder_id,
        first_name=wanted.first_name,
        last_name=wanted.last_name,
        search_key=rules.search_key(f"{wanted.last_name} {wanted.first_name}"),
        work_address=wanted.work_address,
        number=wanted.number,
        asked_at=now,
        **(_new_link(now) if wanted.work_address else {}),
    )
    tell(row.id, [events.AffiliationAsked(funder_id, user_id, not wanted.work_address)], actor=actor, now=now)
    return row.id


def _new_link(now: datetime) -> dict[str, object]:
    return {"link": secrets.token_hex(16), "link_expires_at": now + LINK_LIFE}


def _checked(request: AffiliationRequest, employer: AffiliationRulesView) -> AffiliationRequest:
    """What may be stored, or everything wrong with it, by field."""
    if not employer.is_open:
        raise NotFound("employer_unknown")
    values: dict[str, str] = {}
    errors: list[Invalid] = []
    checks: dict[str, Callable[[], str]] = {
        "first_name": lambda: check_name(request.first_name, "first_name"),
        "last_name": lambda: check_name(request.last_name, "last_name"),
        "work_address": lambda: _address(request.work_address, employer),
        "number": lambda: _number(request.number),
    }
    for name, check in checks.items():
        try:
            values[name] = check()
        except Invalid as error:
            errors.append(error)
    if errors:
        raise InvalidMany(errors)
    return AffiliationRequest(**values)


def _address(typed: str, employer: AffiliationRulesView) -> str:
    if typed and employer.domains:
        return work_addresses.proved_address(typed, employer.domains)
    if not employer.accepts_by_hand:
        raise Invalid("work_address_needed", "work_address")
    return ""


def _number(typed: str) -> str:
    number = rules.clean_line(typed)
    if len(number) > MOST_NUMBER:
        raise Invalid("text_too_long", "number")
    return number


def _spend(user_id: UUID, address: str, now: datetime) -> None:
    """Nobody fills a colleague's mailbox: links are counted by account and by mailbox."""
    mailbox = work_addresses.mailbox_of(address)
    buckets = [(throttle.WORK_LINK_ACCOUNT, str(user_id)), (throttle.WORK_LINK_MAILBOX, mailbox)]
    throttling.spend(buckets, code="work_link_slowed", now=now)


def renew_link(actor: Actor, *, affiliation_id: UUID, now: datetime) -> None:
    """Mail a new link; the one before opens nothing any more. Raises NotFound, Refused, Slowed."""
    row = Affiliation.objects.filter(id=affiliation_id, user_id=person(actor)).first()
    if row is None:
        raise NotFound("affiliation_unknown")
    if row.state != AffiliationState.PENDING.value or not row.work_address:
        raise Refused("affiliation_not_pending")
    _spend(row.user_id, row.work_address, now)
    with transaction.atomic():
        row = take_own(actor, affiliation_id)
        fact = events.AffiliationLinkRenewed(row.funder_id, row.user_id)
        commit(row, [fact], actor=actor, now=now, **_new_link(now))


def read_link(actor: Actor, *, token: str, now: datetime) -> AffiliationView:
    """What a mailed link would confirm for this account; reading consumes nothing.

    Raises NotFound `work_link_unknown`, Forbidden `work_link_other_account`, Refused (`work_link_used`, `_replaced`,
    `_expired`), Invalid `work_address_elsewhere` (the employer took the domain off its list).
    """
    linked = linked_affiliation(token)
    row = Affiliation.objects.select_related("funder").filter(id=linked[0]).first() if linked else None
    if row is None or linked is None:
        raise NotFound("work_link_unknown")
    if trouble := _trouble(actor, row, linked[1], now):
        raise trouble
    work_addresses.proved_address(row.work_address, affiliation_rules(row.funder_id).domains)
    return affiliation_view(row)


def _trouble(actor: Actor, row: Affiliation, link: str, now: datetime) -> MobError | None:
    if row.user_id != actor.id:
        return Forbidden("work_link_other_account")
    if row.state != AffiliationState.PENDING.value:
        return Refused("work_link_used")
    if row.link != link:
        return Refused("work_link_replaced")
    if row.link_expires_at is None or row.link_expires_at <= now:
        return Refused("work_link_expired")
    return None


def confirm_affiliation(actor: Actor, *, token: str, now: datetime) -> AffiliationView:
    """The button of the page a mailed link opens. Raises as `read_link`, Conflict `work_address_taken`."""
    with transaction.atomic():
        view = read_link(actor, token=token, now=now)
        row = take_own(actor, view.id)
        if row.state != AffiliationState.PENDING.value:
            raise Refused("work_link_used")
        mailbox = work_addresses.mailbox_of(row.work_address)
        _confirm(actor, row, AffiliationProof.WORK_ADDRESS, now, mailbox=mailbox, proved_at=now)
    return replace(view, state=AffiliationState.CONFIRMED, confirmed_at=now, is_address_proved=True)


def accept_affiliation(actor: Actor, *, affiliation_id: UUID, now: datetime) -> None:
    """The employer's staff know her. Raises NotFound, Forbidden `own_affiliation`, Refused."""
    with transaction.atomic():
        row = take_managed(actor, affiliation_id)
        if row.user_id == actor.id:
            raise Forbidden("own_affiliation")
        if not affiliation_rules(row.funder_id).accepts_by_hand:
            raise Refused("by_hand_closed")
        if row.state != AffiliationState.PENDING.value:
            raise Refused("affiliation_not_pending")
        _confirm(actor, row, AffiliationProof.STAFF, now)


def _confirm(actor: Actor, row: Affiliation, proof: AffiliationProof, now: datetime, **changes: object) -> None:
    fact = events.AffiliationConfirmed(row.funder_id, row.user_id, proof)
    state = {"state": AffiliationState.CONFIRMED.value, "proof": proof.value, "confirmed_at": now}
    commit(row, [fact], actor=actor, now=now, link="", link_expires_at=None, **state, **changes)


def set_work_mails(
    actor: Actor, *, affiliation_id: UUID, agreed: bool, words: str = "", language: str = "fr", now: datetime
) -> None:
    """Whether mails about her files there also go to her work address. A yes can be taken back at any time.

    `words`: what she read beside the button, kept as the proof of her consent (GDPR, article 7.1).
    Raises NotFound, Refused `work_address_not_proved`: nothing is sent to an address that nobody opened.
    """
    with transaction.atomic():
        row = take_own(actor, affiliation_id)
        if agreed and (row.proved_at is None or row.state != AffiliationState.CONFIRMED.value):
            raise Refused("work_address_not_proved")
        if agreed == (row.writes_to_work_since is not None):
            return
        fact = (events.WorkMailsAgreed if agreed else events.WorkMailsStopped)(row.funder_id, row.user_id)
        commit(row, [fact], actor=actor, now=now, writes_to_work_since=now if agreed else None)
        _keep_consent(row, words if agreed else "", language, now)


def _keep_consent(row: Affiliation, words: str, language: str, now: datetime) -> None:
    """The consent, or its end when there are no words."""
    kind = ReceiptKind.WORK_MAILS
    if words:
        keep_receipt(row.user_id, kind=kind, subject=row.id, text=words, language=language, now=now)
    else:
        withdraw_receipt(row.user_id, kind=kind, subject=row.id, now=now)
