"""What a professional of Aidants Connect may do with an application and with its money: never more than the person."""

from __future__ import annotations

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from mob.applications.permissions import allowed
from mob.applications.types import Action, Snapshot, State
from mob.kernel.actor import Actor, ActorKind
from mob.payments.permissions import allowed as allowed_money
from mob.payments.types import Action as MoneyAction
from mob.payments.types import InvoiceState
from mob.payments.types import Snapshot as Money

PERSON, OTHER = uuid4(), uuid4()
_STAFF = {Action.CLAIM, Action.RELEASE, Action.APPROVE, Action.REJECT, Action.NOTE, Action.DECRYPT, Action.PROPOSE}


def application(state: State, owner: UUID, *, is_provisional: bool) -> Snapshot:
    return Snapshot(
        id=uuid4(),
        state=state,
        version=1,
        citizen_id=owner,
        funder_id=uuid4(),
        community_id=None,
        assignee_id=None,
        submitted_at=None,
        closed_at=None,
        is_provisional=is_provisional,
    )


@given(state=st.sampled_from(State), is_provisional=st.booleans())
def test_all_that_the_person_may_do_with_an_application_and_nothing_else(state: State, is_provisional: bool) -> None:
    app = application(state, PERSON, is_provisional=is_provisional)
    got = allowed(Actor.assisted(PERSON, uuid4()), app)
    assert got == allowed(Actor.citizen(PERSON), app)
    assert Action.READ in got
    assert not got & _STAFF


@given(state=st.sampled_from(State), helped=st.sampled_from([OTHER, None]), is_provisional=st.booleans())
def test_nothing_at_all_of_somebody_elses(state: State, helped: UUID | None, is_provisional: bool) -> None:
    app = application(state, PERSON, is_provisional=is_provisional)
    actor = Actor.assisted(helped, uuid4()) if helped else Actor(ActorKind.ASSISTED, visit_id=uuid4())
    assert allowed(actor, app) == frozenset()


def test_she_is_nobody_of_her_own() -> None:
    """No id: whatever looks for the actor's own account finds none."""
    visit = uuid4()
    actor = Actor.assisted(PERSON, visit)
    assert actor.id is None
    assert actor.subject_id == PERSON
    assert actor.label == f"assisted:{PERSON}:{visit}"
    assert actor.is_person
    assert actor.is_in_place
    assert not Actor.citizen(PERSON).is_in_place


@given(invoice=st.sampled_from(InvoiceState), is_live=st.booleans(), has_unpaid=st.booleans())
def test_the_invoice_may_be_sent_and_the_account_number_never(
    invoice: InvoiceState, is_live: bool, has_unpaid: bool
) -> None:
    award = Money(uuid4(), uuid4(), PERSON, uuid4(), None, is_live, has_unpaid, invoice, None, None)
    got = allowed_money(Actor.assisted(PERSON, uuid4()), award)
    assert MoneyAction.GIVE_DETAILS not in got
    assert MoneyAction.READ in got
    assert got <= allowed_money(Actor.citizen(PERSON), award)
    assert allowed_money(Actor.assisted(OTHER, uuid4()), award) == frozenset()
