"""What every use case shares: load an application with its snapshot, and commit facts, row and counters together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

import mob.journal.services as journal
from mob.applications import answers, certified, counters, events, helped, lifecycle, represented
from mob.applications import silence as clock_of_silence
from mob.applications.models import Application, ChangeRequest, Decision, Proof, Proposal, Withdrawal
from mob.applications.permissions import allowed
from mob.applications.silence import Silence
from mob.applications.types import Action, OpenRequest, OpenWithdrawal, Snapshot, State, WithdrawalGround
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTerms
from mob.directory import selectors as directory
from mob.directory.types import DelegationView, FunderKind
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Conflict, Forbidden, NotFound

# A draft whose completeness nobody looked up is taken for one that cannot be sent.
_UNKNOWN: dict[str, Any] = {"aid_is_open": False, "funder_has_key": False, "needs_community": True}
_INSTRUCTED = frozenset({State.CHECKING, State.SUBMITTED, State.UNDER_REVIEW})
_DECIDABLE = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED})


def load(actor: Actor, application_id: UUID, *, now: datetime | None = None) -> tuple[Application, Snapshot]:
    """The row, locked where the database locks rows, and its snapshot. NotFound when the actor may not read it.

    `now`: the moment at which a draft must be complete and its aid open.
    """
    row = _found(Application.objects.select_for_update(of=("self",)).select_related("funder"), application_id)
    moment = now or clock.now()
    return row, _readable(actor, snapshot(row, readiness(row, moment), authority(actor, row, moment)))


def load_unlocked(actor: Actor, application_id: UUID) -> tuple[Application, Snapshot]:
    """As `load`, for who only looks: nothing is locked, no transaction is needed, all may change at once."""
    row = _found(Application.objects.all(), application_id)
    return row, _readable(actor, snapshot(row, _UNKNOWN))


def load_to_edit(actor: Actor, application_id: UUID) -> tuple[Application, Snapshot]:
    """As `load`, for filling in: what only sending looks at is not looked up, and counts as lacking.

    Raises Forbidden unless the actor may edit now.
    """
    row = _found(Application.objects.select_for_update(), application_id)
    return row, _editable(actor, row)


def peek_to_edit(actor: Actor, application_id: UUID) -> tuple[Application, Snapshot]:
    """As `load_to_edit`, for who only looks: nothing is locked, no transaction is needed, all may change at once."""
    row = _found(Application.objects.all(), application_id)
    return row, _editable(actor, row)


def _found(rows: QuerySet[Application], application_id: UUID) -> Application:
    try:
        return rows.get(id=application_id)
    except Application.DoesNotExist:
        raise NotFound("application_unknown") from None


def _readable(actor: Actor, app: Snapshot) -> Snapshot:
    if not allowed(actor, app):
        raise NotFound("application_unknown")
    return app


def _editable(actor: Actor, row: Application) -> Snapshot:
    app = _readable(actor, snapshot(row, _UNKNOWN))
    require(actor, app, Action.EDIT)
    return app


def require(actor: Actor, app: Snapshot, action: Action) -> None:
    """Raise Forbidden unless the actor may do this now."""
    if action not in allowed(actor, app):
        raise Forbidden("not_allowed")


def stream(application_id: UUID) -> str:
    return f"application:{application_id}"


def commit(
    row: Application,
    facts: Sequence[Any],
    *,
    actor: Actor,
    now: datetime,
    **changes: Any,
) -> None:
    """Write the row on condition of its version, move counters, append facts. The caller holds the transaction.

    Raises Conflict when somebody else wrote first.
    """
    before = State(row.state)
    after = before
    for fact in facts:
        after = lifecycle.state_after(after, fact.kind) or after
    if (hands := helped.marked(row.helped_by, actor)) is not None:
        changes["helped_by"] = hands
    updated = Application.objects.filter(id=row.id, version=row.version).update(
        version=F("version") + 1, state=after.value, updated_at=now, **_silence_columns(row, facts, now), **changes
    )
    if not updated:
        raise Conflict("changed_meanwhile")
    counters.move(row, before, after)
    if before.is_with_funder and not after.is_with_funder:
        Proposal.objects.filter(application_id=row.id, closed_at=None).update(closed_at=now)
    if facts:
        journal.append(actor, stream=stream(row.id), events=list(facts), now=now)


def silence_of(row: Application) -> Silence:
    """Where the time of silence stands."""
    return Silence(row.silence_since, row.silence_paused_days, row.silence_paused_on)


def _silence_columns(row: Application, facts: Sequence[Any], now: datetime) -> dict[str, Any]:
    """What these facts change of the time of silence: nothing, most of the time."""
    before = after = silence_of(row)
    for fact in facts:
        after = clock_of_silence.after(after, fact.kind, now)
    if after == before:
        return {}
    is_bound = after.refused_on is not None and row.funder.kind != FunderKind.EMPLOYER.value
    return {
        "silence_since": after.since,
        "silence_paused_days": after.paused_days,
        "silence_paused_on": after.paused_on,
        "silence_on": after.refused_on if is_bound else None,
    }


def authority(actor: Actor, row: Application, now: datetime) -> tuple[DelegationView, ...]:
    """The delegations an agent may decide this file under; nothing is looked up where nobody decides."""
    if actor.kind is not ActorKind.STAFF or actor.id is None or actor.funder_id != row.funder_id:
        return ()
    if State(row.state) not in _DECIDABLE:
        return ()
    return directory.delegations_held(actor.id, funder_id=row.funder_id, on=clock.civil_date(now))


def snapshot(row: Application, draft: dict[str, Any], held: tuple[DelegationView, ...] = ()) -> Snapshot:
    """What the rules look at. `draft`: what is known of a draft's completeness (`completeness`, `readiness`).

    `held`: the delegations of the one who asks (`authority`).
    """
    state = State(row.state)
    request = open_request(row) if state is State.CHANGES_REQUESTED else None
    return Snapshot(
        id=row.id,
        state=state,
        version=row.version,
        citizen_id=row.citizen_id,
        funder_id=row.funder_id,
        community_id=row.community_id,
        assignee_id=row.assignee_id,
        submitted_at=row.submitted_at,
        closed_at=row.closed_at,
        aid_id=row.aid_id,
        decided_at=row.decided_at,
        withdrawal=_open_withdrawal(row) if state is State.APPROVED else None,
        is_provisional=state is State.REJECTED and _is_provisional(row),
        authority=held,
        helpers=helped.relatives(row.helped_by),
        counter_agents=helped.agents(row.helped_by),
        needs_representation=state in _INSTRUCTED and represented.needs_check(row),
        request=_request_value(request, terms_of(row)) if request else None,
        unanswered_request=frozenset(request.items) - frozenset(request.done) if request else frozenset(),
        **(_UNKNOWN | draft if state is State.DRAFT else {}),
    )


def _open_withdrawal(row: Application) -> OpenWithdrawal | None:
    found = Withdrawal.objects.filter(application=row, closed_at=None).first()
    return (
        OpenWithdrawal(WithdrawalGround(found.ground), found.reply_by, found.replied_at is not None) if found else None
    )


def _is_provisional(row: Application) -> bool:
    """Whether the refusal that stands is a program's."""
    return Decision.objects.filter(application=row, is_automatic=True, reopened_at=None).exists()


def completeness(row: Application, papers: frozenset[str], *, on: date | None = None) -> dict[str, Any]:
    """What a draft still lacks on a day, given the codes of the papers it has; nothing for what was sent."""
    if row.state != State.DRAFT.value:
        return {}
    view = terms_of(row)
    held = certified.of_draft(row, view, on=on)
    return {
        "missing_answers": answers.missing(view, certified.filled(view, row.answers, held)),
        "missing_proofs": answers.missing_proofs(view, papers | certified.replaced(view, held)),
        "needs_community": row.community_id is None and bool(directory.communities_of(row.funder_id)),
    }


def readiness(row: Application, now: datetime) -> dict[str, Any]:
    """All that decides whether a draft may be sent: completeness, dates of the aid, the funder's key."""
    if row.state != State.DRAFT.value:
        return {}
    view = terms_of(row)
    return completeness(row, _live_codes(row), on=clock.civil_date(now)) | {
        "aid_is_open": view.is_open_on(clock.civil_date(now)),
        "is_automatic": view.is_automatic,
        "funder_has_key": not view.proofs or directory.has_usable_key(row.funder_id),
    }


def terms_of(row: Application) -> AidTerms:
    """The version of the aid it follows, with the paper of a representation where it needs one."""
    return represented.with_paper(catalogue.terms(row.aid_version_id), row)


def _live_codes(row: Application) -> frozenset[str]:
    return frozenset(Proof.objects.filter(application=row, replaced_at=None).values_list("code", flat=True))


def open_request(row: Application) -> ChangeRequest | None:
    """The request the person is answering."""
    return ChangeRequest.objects.filter(application=row, answered_at=None).order_by("-created_at").first()


def _request_value(request: ChangeRequest, view: AidTerms) -> OpenRequest:
    proofs = {proof.code for proof in view.proofs}
    items = frozenset(request.items)
    return OpenRequest(fields=items - proofs, proofs=items & proofs, due_on=request.due_on)


def started(row: Application) -> events.ApplicationStarted:
    if row.citizen_id is None:
        raise Forbidden("not_allowed")
    return events.ApplicationStarted(row.aid_id, row.aid_version_id, row.funder_id, row.citizen_id)
