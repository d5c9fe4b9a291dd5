"""Employers and who works for them: what a person sees of hers, what their staff see, whose aids one may ask for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mob.directory import tokens
from mob.directory.models import Affiliation, AffiliationRules, Funder
from mob.directory.rules import may_manage_affiliations, search_key
from mob.directory.selectors.funders import funder_view
from mob.directory.types import (
    AffiliationEnd,
    AffiliationMail,
    AffiliationProof,
    AffiliationRulesView,
    AffiliationState,
    AffiliationView,
    FunderKind,
    FunderView,
)
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor, ActorKind

MOST_LISTED = 1000
_ABOUT_AIDS = frozenset({Scope.AIDS.value, Scope.APPLY.value})


def affiliations_visible_to(actor: Actor) -> QuerySet[Affiliation]:
    """A person's own affiliations, or those to the employer whose staff she is. Empty for others."""
    if actor.kind is ActorKind.CITIZEN and actor.id:
        return Affiliation.objects.filter(user_id=actor.id)
    if actor.funder_id and may_manage_affiliations(actor, actor.funder_id):
        return Affiliation.objects.filter(funder_id=actor.funder_id, funder__kind=FunderKind.EMPLOYER.value)
    return Affiliation.objects.none()


def affiliation_rules(funder_id: UUID) -> AffiliationRulesView:
    """How this employer recognises its people; closed for one that never said, and for any other funder."""
    row = AffiliationRules.objects.filter(funder_id=funder_id, funder__kind=FunderKind.EMPLOYER.value).first()
    if row is None:
        return AffiliationRulesView(funder_id)
    return AffiliationRulesView(funder_id, tuple(row.domains), row.accepts_by_hand, row.version)


def takes_affiliations(funder_id: UUID) -> bool:
    """Whether this employer said how it recognises its people: then all its aids are theirs alone."""
    return AffiliationRules.objects.filter(funder_id=funder_id).exists()


def employers_open() -> list[FunderView]:
    """The employers to which anybody can be affiliated, by name. Public, as their aids' pages name them."""
    rows = Funder.objects.filter(kind=FunderKind.EMPLOYER.value, affiliation_rules__isnull=False)
    found = rows.select_related("affiliation_rules").order_by("name")[:MOST_LISTED]
    return [funder_view(row) for row in found if row.affiliation_rules.domains or row.affiliation_rules.accepts_by_hand]


def employers_of(actor: Actor) -> frozenset[UUID]:
    """The employers whose aids this person may see and ask for. One query; none for who is not signed in.

    A service she linked sees through her eyes where she let it read her aids, or prepare an application.
    """
    is_service = actor.kind is ActorKind.CLIENT and bool(actor.scopes & _ABOUT_AIDS)
    if (actor.kind is not ActorKind.CITIZEN and not is_service) or actor.subject_id is None:
        return frozenset()
    rows = Affiliation.objects.confirmed().filter(user_id=actor.subject_id)
    return frozenset(rows.values_list("funder_id", flat=True))


def affiliations_of(actor: Actor) -> list[AffiliationView]:
    """The person's own, those asked first, then confirmed, then ended; newest first."""
    if actor.kind is not ActorKind.CITIZEN:
        return []
    order = [AffiliationState.PENDING, AffiliationState.CONFIRMED, AffiliationState.ENDED]
    views = [affiliation_view(row) for row in affiliations_visible_to(actor).select_related("funder")]
    return sorted(views, key=lambda view: (order.index(view.state), -view.asked_at.timestamp()))


def affiliation(actor: Actor, affiliation_id: UUID) -> AffiliationView | None:
    """One affiliation the actor may see."""
    row = affiliations_visible_to(actor).select_related("funder").filter(id=affiliation_id).first()
    return affiliation_view(row) if row else None


def affiliation_at(actor: Actor, funder_id: UUID) -> AffiliationView | None:
    """The person's live affiliation to an employer."""
    rows = affiliations_visible_to(actor).select_related("funder").filter(funder_id=funder_id)
    row = rows.exclude(state=AffiliationState.ENDED.value).first()
    return affiliation_view(row) if row and actor.kind is ActorKind.CITIZEN else None


def employees(
    actor: Actor, *, state: AffiliationState, text: str = "", start: int = 0, limit: int = 50
) -> tuple[list[AffiliationView], int]:
    """A page of the people of the actor's employer in one state, by name, and how many there are.

    `text`: the beginning of a name (accents and case apart), of a work address, or the number at work.
    """
    rows = affiliations_visible_to(actor).filter(state=state.value)
    if actor.kind is not ActorKind.STAFF:
        rows = rows.none()
    if words := text.strip()[:120]:
        key = search_key(words)
        rows = rows.filter(Q(search_key__startswith=key) | Q(work_address__istartswith=words) | Q(number__iexact=words))
    page = rows.select_related("funder").order_by("search_key", "id")[start : start + limit]
    return [affiliation_view(row) for row in page], rows.count()


def employee_counts(actor: Actor) -> dict[AffiliationState, int]:
    """How many people the actor's employer has in each state."""
    rows = affiliations_visible_to(actor).order_by()
    if actor.kind is not ActorKind.STAFF:
        return {}
    counts = dict(rows.values_list("state").annotate(total=Count("id")))
    return {state: counts.get(state.value, 0) for state in AffiliationState}


def affiliation_mail(affiliation_id: UUID) -> AffiliationMail | None:
    """What the mail of a link says, token included, while the request waits. For the mail alone."""
    row = Affiliation.objects.select_related("funder").filter(id=affiliation_id).first()
    if row is None or row.state != AffiliationState.PENDING.value or not row.link:
        return None
    return AffiliationMail(affiliation_view(row), tokens.link_token_of(row.id, row.link), row.link)


def affiliation_case(affiliation_id: UUID) -> AffiliationView | None:
    """An affiliation as the mails about it read it. For the system alone."""
    row = Affiliation.objects.select_related("funder").filter(id=affiliation_id).first()
    return affiliation_view(row) if row else None


def work_address_of(user_id: UUID, *, funder_id: UUID) -> str:
    """Where mails about this person's files at this employer also go; empty unless she agreed. For mailers alone."""
    rows = Affiliation.objects.confirmed().filter(user_id=user_id, funder_id=funder_id)
    agreed = rows.filter(writes_to_work_since__isnull=False, proved_at__isnull=False)
    return agreed.values_list("work_address", flat=True).first() or ""


def is_link_live(view: AffiliationView, *, now: datetime) -> bool:
    return view.link_expires_at is not None and now < view.link_expires_at


def affiliation_view(row: Affiliation) -> AffiliationView:
    return AffiliationView(
        id=row.id,
        user_id=row.user_id,
        funder_id=row.funder_id,
        funder_name=row.funder.name,
        funder_slug=row.funder.slug,
        state=AffiliationState(row.state),
        first_name=row.first_name,
        last_name=row.last_name,
        work_address=row.work_address,
        number=row.number,
        is_address_proved=row.proved_at is not None,
        proof=AffiliationProof(row.proof) if row.proof else None,
        asked_at=row.asked_at,
        link_expires_at=row.link_expires_at,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
        end=AffiliationEnd(row.end) if row.end else None,
        writes_to_work_since=row.writes_to_work_since,
    )
