"""What reaches its date goes, after a notice where somebody could still want it; what is under way never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import serializers

from mob.applications import erasures, invariants, retention, selectors, services
from mob.applications.models import Application, Proof
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.directory.models import Funder
from mob.documents import selectors as documents
from mob.documents.models import Document
from mob.documents.types import DocumentState
from mob.identity import services as identity
from mob.identity.types import Erasure
from mob.journal import runner
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound
from mob.kernel.money import Cents
from mob.notifications.models import OutgoingMail
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = pytest.mark.django_db
TERMS = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
IDENTITY = [{"code": "devis", "proof_type": "identity", "label_fr": "Pièce d’identité"}]


def purge(rule: str, now: datetime) -> int:
    """Apply one rule: what it said was due is what it erased."""
    (found,) = [each for each in retention.rules() if each.code == rule]
    due = found.due(now)
    assert found.erase(now) == due
    assert found.due(now) == 0
    return due


def agent_of(world: World, dossier: Dossier) -> Actor:
    return world.staff(Funder.objects.get(id=dossier.detail().funder_id))


def decided(world: World, **aid: object) -> tuple[Dossier, Actor]:
    dossier = dossiers.sent(world, aid=world.aid(**aid))  # type: ignore[arg-type]
    agent = agent_of(world, dossier)
    services.approve(agent, application_id=dossier.id, terms=TERMS, message="Bonne route !", now=world.later(days=1))
    return dossier, agent


def test_a_draft_is_announced_then_erased_with_its_papers_three_months_after_it_was_touched(world: World) -> None:
    dossier = dossiers.ready(world)  # 11 March
    key = Document.objects.get().id
    assert purge("applications.drafts", datetime(2026, 5, 27, 8, tzinfo=UTC)) == 0
    assert not OutgoingMail.objects.exists()
    assert purge("applications.drafts", datetime(2026, 5, 28, 8, tzinfo=UTC)) == 0
    runner.run_due(datetime(2026, 5, 28, 9, tzinfo=UTC))
    mail = OutgoingMail.objects.get(kind="draft_expiring")
    assert "11\u00a0juin\u00a02026" in mail.subject
    assert dossier.reference in mail.text
    assert purge("applications.drafts", datetime(2026, 6, 11, 7, tzinfo=UTC)) == 0
    assert purge("applications.drafts", datetime(2026, 6, 12, 8, tzinfo=UTC)) == 1
    assert not Application.objects.exists()
    assert Document.objects.get(id=key).state == DocumentState.REMOVED.value


def test_a_draft_that_was_touched_after_the_notice_stays_and_is_told_again_later(world: World) -> None:
    dossier = dossiers.ready(world)
    purge("applications.drafts", datetime(2026, 5, 28, 8, tzinfo=UTC))
    touched = datetime(2026, 6, 1, 8, tzinfo=UTC)
    services.save_answers(dossier.citizen, application_id=dossier.id, values={"prix": ["1500"]}, now=touched)
    assert purge("applications.drafts", datetime(2026, 6, 30, 8, tzinfo=UTC)) == 0
    purge("applications.drafts", datetime(2026, 8, 20, 8, tzinfo=UTC))
    assert purge("applications.drafts", datetime(2026, 9, 4, 9, tzinfo=UTC)) == 1


def test_a_machine_that_slept_for_a_year_announces_before_it_erases(world: World) -> None:
    dossiers.started(world)
    late = world.later(days=365)
    assert purge("applications.drafts", late) == 0
    assert purge("applications.drafts", late + timedelta(days=13)) == 0
    assert purge("applications.drafts", late + timedelta(days=14)) == 0
    assert purge("applications.drafts", late + timedelta(days=15)) == 1


@pytest.mark.parametrize(
    "state", [state for state in State if not state.is_final and state is not State.CLOSED_INCOMPLETE]
)
def test_a_file_under_way_is_never_emptied_however_old(world: World, state: State) -> None:
    dossier = dossiers.sent(world)
    Application.objects.update(state=state.value)
    for rule in ("applications.files", "applications.identity-papers"):
        assert purge(rule, world.later(days=20 * 365)) == 0
    assert Application.objects.get(id=dossier.id).applicant_name


def test_a_decided_file_is_emptied_after_31_december_of_the_fifth_year_and_tells_of_nobody(world: World) -> None:
    dossier, agent = decided(world)
    services.write_message(dossier.citizen, application_id=dossier.id, text="Samira écrit", now=world.later(days=2))
    assert purge("applications.files", datetime(2031, 12, 31, 22, tzinfo=UTC)) == 0
    assert purge("applications.files", datetime(2031, 12, 31, 23, 1, tzinfo=UTC)) == 1  # 1 January in Paris
    row = Application.objects.get(id=dossier.id)
    left = serializers.serialize("json", [row, *row.decisions.all(), *row.messages.all(), *row.proofs.all()])
    assert not [word for word in ("Samira", "Haddad", "1490", "exemple.fr", "Bonne route") if word in left]
    assert (row.state, row.citizen_id) == (State.APPROVED.value, None)
    assert row.decisions.get().terms["amount_cents"] == 50_000
    assert documents.documents_of(dossier.id) == []
    assert list(invariants.broken()) == []
    with pytest.raises(NotFound):
        selectors.by_reference(agent, dossier.reference)


def test_identity_papers_go_two_months_after_the_decision_and_their_place_says_so(world: World) -> None:
    dossier, agent = decided(world, proofs=IDENTITY)  # 12 March
    assert purge("applications.identity-papers", datetime(2026, 5, 12, 8, tzinfo=UTC)) == 0
    assert purge("applications.identity-papers", datetime(2026, 5, 13, 8, tzinfo=UTC)) == 1
    (proof,) = selectors.by_reference(agent, dossier.reference).proofs
    assert proof.erased_at == datetime(2026, 5, 13, 8, tzinfo=UTC)
    with pytest.raises(NotFound):
        documents.container(proof.document_id)
    assert "papers_erased" in [fact.kind for fact in dossier.detail().facts]


def test_other_papers_stay_with_their_file(world: World) -> None:
    dossier, _ = decided(world)
    assert purge("applications.identity-papers", world.later(days=400)) == 0
    assert len(documents.documents_of(dossier.id)) == 1


@pytest.mark.abuse(88)
def test_what_a_restored_backup_brings_back_is_erased_again(world: World) -> None:
    draft, file = dossiers.ready(world), decided(world)[0]
    paper = Proof.objects.get(application_id=draft.id).document_id
    now = world.later(days=3)
    assert erasures.document_again(Erasure(now, "document", paper), now)
    assert not Proof.objects.filter(application_id=draft.id).exists()
    assert erasures.draft_again(Erasure(now, "draft", draft.id), now)
    assert retention.file_again(Erasure(now, "application", file.id), now)
    assert not erasures.document_again(Erasure(now, "document", paper), now)
    assert not erasures.draft_again(Erasure(now, "draft", draft.id), now)
    assert not retention.file_again(Erasure(now, "application", file.id), now)
    assert list(invariants.broken()) == []


@pytest.mark.abuse(88)
def test_an_account_that_comes_back_is_emptied_again_with_the_choice_its_owner_made(world: World) -> None:
    kept, left = dossiers.sent(world), dossiers.sent(world)
    Application.objects.filter(id=left.id).update(citizen_id=kept.citizen.id)
    assert kept.citizen.id
    act = Erasure(world.now, "account", kept.citizen.id, (left.id,))
    assert identity.erase_again(act, world.later(days=1))
    assert Application.objects.get(id=kept.id).state == State.SUBMITTED.value
    assert Application.objects.get(id=left.id).state == State.WITHDRAWN.value
    assert not identity.erase_again(act, world.later(days=1))
    assert not OutgoingMail.objects.filter(kind="account_deleted").exists()
