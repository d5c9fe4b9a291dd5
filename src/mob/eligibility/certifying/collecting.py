"""Asking the registers, inside the request that holds a sign-in's token: it lives a minute and is kept nowhere.

Calls are made outside any transaction, one after the other; each result is written by itself. What did not answer is to
be confirmed: it is asked again at the next sign-in, and never reads as an answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mob.eligibility.certified import rules, sealing
from mob.eligibility.certified.sources import kind_of
from mob.eligibility.certified.types import BasisView, Certified, RegisterAnswer, RegisterSource, SourceKind, Standing
from mob.eligibility.certifying import bases
from mob.eligibility.events import FactsCertified, RegisterSilent
from mob.eligibility.models import Agreement, HeldFact
from mob.eligibility.ports import SocialRegister
from mob.identity import selectors as identity
from mob.identity import throttle
from mob.identity.permissions import person
from mob.identity.services import throttling
from mob.identity.types import ClaimName
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import NotFound
from mob.kernel.ports import PortRefused, PortUnavailable

logger = logging.getLogger(__name__)
# All the calls of one sign-in together: a person waits behind them. What is left is to be confirmed.
SECONDS = 20.0
# The register answered, and does not know her: no paper is spared by waiting.
_FINAL = frozenset({"not_found", "number_wrong"})
Elapsed = Callable[[], float]


def collect(actor: Actor, *, token: str = "", now: datetime, elapsed: Elapsed = time.monotonic) -> int:
    """Ask what the person agreed to and is not certain. `token`: of the sign-in; without one, only what needs none.

    Returns how many sources answered with a fact. Never raises for what a register does.
    """
    user_id, today = person(actor), civil_date(now)
    register = ports.serve(SocialRegister)  # type: ignore[type-abstract]
    due = [row for row in _due(user_id, today) if token or not kind_of(RegisterSource(row.source)).by_sign_in]
    if not due or not register.is_there():
        return 0
    held = {(each.funder_id, each.source): each for each in bases.in_force(today)}
    deadline, certified = elapsed() + SECONDS, 0
    for row in due:
        basis = held.get((row.funder_id, RegisterSource(row.source)))
        if basis is None:
            continue
        if elapsed() > deadline:
            _keep(actor, row, (), Standing.TO_CONFIRM, "too_long", now)
            continue
        certified += _ask(actor, register, row, basis, token, now)
    return certified


def ask_again(actor: Actor, agreement_id: UUID, *, now: datetime) -> None:
    """Ask at once a source that needs no sign-in. Raises NotFound; nothing happens for the others."""
    row = Agreement.objects.filter(id=agreement_id, user_id=person(actor)).first()
    if row is None:
        raise NotFound("agreement_unknown")
    register = ports.serve(SocialRegister)  # type: ignore[type-abstract]
    basis = bases.allowed(row.funder_id, civil_date(now)).get(RegisterSource(row.source))
    if basis is not None and register.is_there() and not kind_of(basis.source).by_sign_in:
        _ask(actor, register, row, basis, "", now)


def scopes_due(actor: Actor, *, now: datetime) -> tuple[str, ...]:
    """What FranceConnect must be asked to allow, for all that is left to read through it. Empty: nothing is."""
    today = civil_date(now)
    allowed = {(each.funder_id, each.source) for each in bases.in_force(today)}
    rows = [(row.funder_id, RegisterSource(row.source)) for row in _due(person(actor), today)]
    sources = dict.fromkeys(source for funder_id, source in rows if (funder_id, source) in allowed)
    return tuple(dict.fromkeys(scope for source in sources for scope in kind_of(source).scopes))


def _due(user_id: UUID, today: date) -> list[Agreement]:
    """Agreements that still hold, whose facts are not certain today."""
    rows = Agreement.objects.filter(user_id=user_id, ends_on__gte=today).prefetch_related("facts")
    return [row for row in rows.order_by("given_at") if not _is_certain(row, today)]


def _is_certain(row: Agreement, today: date) -> bool:
    facts = list(row.facts.all())
    return row.standing == Standing.CERTIFIED.value and all(each.expires_on >= today for each in facts)


def _ask(actor: Actor, register: SocialRegister, row: Agreement, basis: BasisView, token: str, now: datetime) -> bool:
    kind = kind_of(basis.source)
    if not kind.by_sign_in and (hindrance := _hindrance(row.user_id, now)):
        return _keep(actor, row, (), Standing.NOTHING, hindrance, now)
    try:
        answer = register.read(basis.source, recipient=basis.recipient, token=token, number=_number(row))
    except PortRefused as refused:
        standing = Standing.NOTHING if refused.reason in _FINAL else Standing.TO_CONFIRM
        return _keep(actor, row, (), standing, refused.reason[:20], now)
    except PortUnavailable:
        return _keep(actor, row, (), Standing.TO_CONFIRM, "unavailable", now)
    if not _is_hers(row.user_id, answer):
        return _keep(actor, row, (), Standing.NOTHING, "number_wrong", now)
    return _keep(actor, row, *_read(answer, kind, now), now)


def _hindrance(user_id: UUID, now: datetime) -> str:
    """Why a number is not even asked: its owner could not be told from anybody, or too many were tried. Empty: it is."""
    name, born = _identity(user_id)
    if not name or born is None:
        return "identity_missing"
    try:
        throttling.spend([(throttle.REGISTER_ASKED, str(user_id))], code="too_often", now=now)
    except throttle.Slowed:
        return "too_often"
    return ""


def _is_hers(user_id: UUID, answer: RegisterAnswer) -> bool:
    name, born = _identity(user_id)
    return rules.is_hers(answer, birth_name=name, birth_date=born)


def _identity(user_id: UUID) -> tuple[str, date | None]:
    """Birth name and birth date, as her account has them."""
    profile = identity.profile_of(Actor.citizen(user_id), user_id)
    return profile.value(ClaimName.BIRTH_NAME) or "", profile.birth_date


def _read(answer: RegisterAnswer, kind: SourceKind, now: datetime) -> tuple[tuple[Certified, ...], Standing, str]:
    found = rules.facts_of(answer, kind, now=now)
    return (found, Standing.CERTIFIED, "") if found else ((), Standing.NOTHING, "no_fact")


def _number(row: Agreement) -> str:
    if not row.sealed_number:
        return ""
    return str(sealing.unseal(row.sealed_number, person=row.user_id, row=row.id, secret=settings.SECRET_KEY))


def _keep(
    actor: Actor, row: Agreement, found: tuple[Certified, ...], standing: Standing, reason: str, now: datetime
) -> bool:
    """Write how a call ended; whether it gave a fact. An agreement taken back meanwhile keeps nothing."""
    if reason:
        # Neither the person nor what was asked of her: the source and why.
        logger.info("register %s: %s", row.source, reason)
    with transaction.atomic():
        changed = Agreement.objects.filter(id=row.id).update(standing=standing.value, reason=reason, asked_at=now)
        if not changed:
            return False
        if standing is not Standing.TO_CONFIRM:
            _replace(row, found)
        fact = _told(row, found, standing, reason)
        journal.append(actor, stream=f"account:{row.user_id}", events=[fact], now=now)
    return bool(found)


def _told(
    row: Agreement, found: tuple[Certified, ...], standing: Standing, reason: str
) -> FactsCertified | RegisterSilent:
    if found:
        return FactsCertified(row.source, row.funder_id, tuple(each.fact for each in found))
    return RegisterSilent(row.source, row.funder_id, standing.value, reason)


def _replace(row: Agreement, found: tuple[Certified, ...]) -> None:
    """The new facts in the place of the former ones. A value contested stays so until the register says another."""
    contested = {
        (each.fact, _value(row, each)): each.contested_at for each in row.facts.filter(contested_at__isnull=False)
    }
    row.facts.all().delete()
    for each in found:
        fresh = HeldFact(agreement=row, fact=each.fact, provider=each.provider.value)
        fresh.sealed = sealing.seal(each.value, person=row.user_id, row=fresh.id, secret=settings.SECRET_KEY)
        fresh.certified_at, fresh.expires_on = each.certified_at, each.expires_on
        fresh.contested_at = contested.get((each.fact, each.value))
        fresh.save(force_insert=True)


def _value(row: Agreement, held: HeldFact) -> object:
    return sealing.unseal(held.sealed, person=row.user_id, row=held.id, secret=settings.SECRET_KEY)
