"""Reading applications: what the person sees of hers, what agents see of their funder's. First argument: who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mob.applications import answers, counters, detail, represented, verdicts
from mob.applications.models import Application, Proof, Withdrawal
from mob.applications.permissions import allowed, helper_states
from mob.applications.services import dossier
from mob.applications.types import Action, RejectionReason, Snapshot, State
from mob.applications.views import Detail, Row
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidView, PurchaseTiming
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import NotFound

_BUYING = (PurchaseTiming.AFTER_AGREEMENT, PurchaseTiming.NONE, PurchaseTiming.BEFORE_APPLYING)


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The only source of applications for edges: the person's own, or the staff's funder and communities."""
    if actor.kind is ActorKind.CITIZEN and actor.id:
        return Application.objects.filter(citizen_id=actor.id)
    if actor.kind is ActorKind.ASSISTED and actor.on_behalf_of:
        return Application.objects.filter(citizen_id=actor.on_behalf_of)
    if actor.kind is ActorKind.HELPER and actor.on_behalf_of:
        return _helped(actor)
    if actor.kind is not ActorKind.STAFF or not actor.funder_id or not actor.has(Role.CASE_MANAGER, Role.SUPERVISOR):
        return Application.objects.none()
    rows = Application.objects.filter(funder_id=actor.funder_id, erased_at=None).exclude(state=State.DRAFT.value)
    if actor.community_ids is not None:
        rows = rows.filter(community_id__in=actor.community_ids)
    return rows.exclude(citizen_id=actor.id)


def _helped(actor: Actor) -> QuerySet[Application]:
    """Those of the person helped, as far as the mandate reaches."""
    states = [state.value for state in helper_states(actor.scopes)]
    rows = Application.objects.filter(citizen_id=actor.on_behalf_of, state__in=states)
    return rows if actor.aid_ids is None else rows.filter(aid_id__in=actor.aid_ids)


def by_reference(actor: Actor, reference: str, *, language: str = "fr") -> Detail:
    """One application, whole. Raises NotFound for what the actor may not see, as for what does not exist."""
    try:
        row = visible_to(actor).select_related("aid__funder").get(reference=reference)
    except Application.DoesNotExist:
        raise NotFound("application_unknown") from None
    aid = represented.with_paper(catalogue.version_of(row.aid, row.aid_version_id, language=language), row)
    proofs = list(Proof.objects.filter(application=row).order_by("position"))
    live = frozenset(proof.code for proof in proofs if proof.replaced_at is None)
    held = dossier.authority(actor, row, clock.now())
    return detail.build(actor, row, dossier.snapshot(row, dossier.completeness(row, live), held), aid, proofs)


def followed(actor: Actor, reference: str, *, language: str = "fr") -> tuple[UUID, AidView]:
    """The key of an application the actor may see, and the version of the aid it follows. Raises NotFound."""
    found = visible_to(actor).filter(reference=reference).values_list("id", "aid_version_id").first()
    if found is None:
        raise NotFound("application_unknown")
    return found[0], catalogue.version(found[1], language=language)


def id_of(actor: Actor, reference: str) -> UUID:
    """The key of an application the actor may see. Raises NotFound."""
    found = visible_to(actor).filter(reference=reference).values_list("id", flat=True).first()
    if found is None:
        raise NotFound("application_unknown")
    return found


def under_notice(application_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those whose award may be taken back: a notice runs. The caller has checked that the actor may read them."""
    open_ones = Withdrawal.objects.filter(application_id__in=list(application_ids), closed_at=None)
    return frozenset(open_ones.values_list("application_id", flat=True))


def state_of(actor: Actor, application_id: UUID) -> State:
    """Where an application stands. Raises NotFound."""
    found = visible_to(actor).filter(id=application_id).values_list("state", flat=True).first()
    if found is None:
        raise NotFound("application_unknown")
    return State(found)


def actions_on(actor: Actor, application_id: UUID) -> tuple[Snapshot, frozenset[Action]]:
    """What the actor may do now. Raises NotFound."""
    row = visible_to(actor).filter(id=application_id).first()
    if row is None:
        raise NotFound("application_unknown")
    now = clock.now()
    app = dossier.snapshot(row, dossier.readiness(row, now), dossier.authority(actor, row, now))
    return app, allowed(actor, app)


def mine(actor: Actor, *, language: str = "fr") -> list[Row]:
    """Every application of the person, latest change first."""
    unread = Count("messages", filter=Q(messages__from_funder=True, messages__read_at=None))
    rows = visible_to(actor).annotate(unread=unread).order_by("-updated_at")
    return rows_of(rows, language)


def in_project(actor: Actor, project: UUID, *, language: str = "fr") -> list[tuple[Row, PurchaseTiming]]:
    """The person's applications of one project with when each wants the purchase, in the order to ask for them.

    Before the purchase first, after it last. Empty for anyone else's project.
    """
    if not actor.is_person:
        return []
    unread = Count("messages", filter=Q(messages__from_funder=True, messages__read_at=None))
    rows = visible_to(actor).filter(project=project).annotate(unread=unread).order_by("created_at")
    versions = dict(rows.values_list("id", "aid_version_id"))
    found = [(row, catalogue.terms(versions[row.id]).purchase) for row in rows_of(rows, language)]
    return sorted(found, key=lambda pair: _BUYING.index(pair[1]))


def live_draft_of(actor: Actor, aid_id: UUID) -> str | None:
    """The reference of the person's live draft for an aid."""
    rows = visible_to(actor).filter(aid_id=aid_id, state=State.DRAFT.value)
    return rows.values_list("reference", flat=True).first()


def earlier_answers(actor: Actor, application_id: UUID) -> dict[str, Any]:
    """What the person last answered this funder under the same question codes, where it still fits the question.

    Proposed on the pages of a draft, never stored before she sends the page. Never what another funder was told; nor a
    fact that lasts no longer than an application, or that has had the time to change.
    """
    row = visible_to(actor).filter(id=application_id).first()
    if row is None or not actor.is_person:
        return {}
    others = visible_to(actor).filter(funder_id=row.funder_id, submitted_at__isnull=False).exclude(id=row.id)
    last = others.order_by("-submitted_at").values_list("answers", "submitted_at").first()
    if last is None or last[1] is None:
        return {}
    given, given_on = last[0], clock.civil_date(last[1])
    fields = [f for f in catalogue.terms(row.aid_version_id).fields if verdicts.lasts(f, given_on, clock.now())]
    return {f.code: given[f.code] for f in fields if f.code in given and answers.fits(f, given[f.code])}


def rows_of(rows: QuerySet[Application], language: str = "fr") -> list[Row]:
    """List rows of a queryset that came from `visible_to`: four queries whatever the number."""
    # Not a join: beside another table, SQLite would sort every row rather than walk the order's index.
    unseen = ("manifest", "snapshot", "answers", "verdict", "beneficiary", "declaration")
    found = list(rows.prefetch_related("funder").defer(*unseen))
    titles = catalogue.titles([row.aid_version_id for row in found], language=language)
    awards = detail.awards([row.id for row in found])
    return [
        Row(
            id=row.id,
            reference=row.reference,
            state=State(row.state),
            aid_slug=titles[row.aid_version_id].slug,
            aid_title=titles[row.aid_version_id].title,
            funder_name=row.funder.name,
            applicant_name=row.applicant_name,
            community_id=row.community_id,
            assignee_id=row.assignee_id,
            created_at=row.created_at,
            updated_at=row.updated_at,
            submitted_at=row.submitted_at,
            due_on=row.due_on,
            decided_at=row.decided_at,
            amount_cents=awards[row.id].amount if row.id in awards else None,
            award=awards.get(row.id),
            unread=getattr(row, "unread", 0),
            closed_at=row.closed_at,
            applicant_key=row.applicant_key,
            silence_on=row.silence_on,
            project=row.project,
        )
        for row in found
    ]


def reasons_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, RejectionReason]:
    """Why those of these applications that the actor sees were refused."""
    return detail.refusals(list(visible_to(actor).filter(id__in=ids).values_list("id", flat=True)))


def answers_of(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, dict[str, Any]]]:
    """The version of the aid and the answers of those of these applications that the actor sees."""
    rows = visible_to(actor).filter(id__in=ids).values_list("id", "aid_version_id", "answers")
    return {key: (version, given) for key, version, given in rows}


def versions_of(actor: Actor, aid_id: UUID) -> list[UUID]:
    """The versions of an aid that files the actor sees were made for, the latest first."""
    rows = visible_to(actor).filter(aid_id=aid_id).order_by("-aid_version_id")
    return list(rows.values_list("aid_version_id", flat=True).distinct())


def funders_applied_to(actor: Actor) -> list[UUID]:
    """The funders that hold a file of the person."""
    return list(visible_to(actor).order_by().values_list("funder_id", flat=True).distinct())


def inbox_totals(actor: Actor) -> dict[State, int]:
    """Files by state that the agent may see, from the counter rows: her own applications are never hers to see."""
    if actor.funder_id is None or not actor.has(Role.CASE_MANAGER, Role.SUPERVISOR):
        return {}
    totals = counters.totals(actor.funder_id, actor.community_ids)
    own = Application.objects.filter(citizen_id=actor.id, funder_id=actor.funder_id).exclude(state=State.DRAFT.value)
    if actor.community_ids is not None:
        own = own.filter(community_id__in=actor.community_ids)
    for state in own.values_list("state", flat=True):
        totals[State(state)] -= 1
    return totals


def others_of_applicant(actor: Actor, application_id: UUID, *, language: str = "fr") -> list[Row]:
    """The same person's other applications to this funder."""
    row = visible_to(actor).filter(id=application_id).first()
    if row is None or row.citizen_id is None:
        return []
    rows = visible_to(actor).filter(citizen_id=row.citizen_id).exclude(id=application_id)
    return rows_of(rows.order_by("-submitted_at"), language)
