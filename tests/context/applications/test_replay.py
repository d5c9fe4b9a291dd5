"""The journal and the rows tell one story; what no application names goes away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mob.applications import counters, replay, tasks
from mob.applications import services as applications
from mob.applications.models import Application, InboxCount, Proof
from mob.applications.types import AwardTerms, PaymentMode, RejectionReason, State
from mob.directory.models import Funder
from mob.documents import manifest, plugged
from mob.documents import selectors as documents
from mob.documents.jwk import public_part
from mob.kernel.actor import Role
from mob.kernel.money import Cents
from tests.factories.dossiers import PDF, Dossier, asked_again, sent, started
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world: World) -> Dossier:
    return sent(world)


def _funder(dossier: Dossier) -> Funder:
    return Funder.objects.get(id=dossier.detail().funder_id)


def test_facts_explain_every_row_after_a_long_life(world: World, dossier: Dossier) -> None:
    started(world)
    boss = world.staff(_funder(dossier), Role.SUPERVISOR)
    asked_again(world, dossier, boss)
    tasks.lapse_due({}, world.later(days=40))
    applications.resume(dossier.citizen, application_id=dossier.id, now=world.later(days=41))
    applications.reject(
        boss,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="Non",
        appeal="Oui",
        now=world.later(days=42),
    )
    applications.reopen(boss, application_id=dossier.id, reason="Une erreur", now=world.later(days=43))
    terms = AwardTerms(PaymentMode.SINGLE, Cents(1))
    applications.approve(boss, application_id=dossier.id, terms=terms, now=world.later(days=44))
    assert list(replay.disagreements()) == []


def test_a_row_changed_behind_the_journal_is_named(dossier: Dossier) -> None:
    Application.objects.update(state=State.APPROVED.value)
    (found,) = replay.disagreements()
    assert (found.reference, found.row, found.facts) == (dossier.reference, State.APPROVED, State.SUBMITTED)


def test_counts_moved_one_by_one_equal_counts_derived_again(world: World, dossier: Dossier) -> None:
    agent = world.staff(_funder(dossier))
    applications.claim(agent, application_id=dossier.id, now=world.later(hours=1))
    applications.release(agent, application_id=dossier.id, now=world.later(hours=2))
    applications.withdraw(dossier.citizen, application_id=dossier.id, now=world.later(hours=3))
    moved = counters.totals(_funder(dossier).id, None)
    replay.recount()
    derived = counters.totals(_funder(dossier).id, None)
    assert {state: count for state, count in moved.items() if count} == derived == {State.WITHDRAWN: 1}
    assert InboxCount.objects.count() == 1


def test_a_document_no_application_names_goes_after_a_day(world: World, dossier: Dossier) -> None:
    Proof.objects.all().delete()
    tasks.forget_unnamed({}, world.now + timedelta(hours=23))
    assert len(documents.documents_of(dossier.id)) == 1
    tasks.forget_unnamed({}, world.now + timedelta(hours=25))
    assert documents.documents_of(dossier.id) == []


def test_a_document_that_is_named_stays(world: World, dossier: Dossier) -> None:
    tasks.forget_unnamed({}, world.now + timedelta(hours=25))
    assert len(documents.documents_of(dossier.id)) == 1


def test_a_reference_that_is_somebodys_already_is_drawn_again(
    world: World, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mob.applications.models import Application as Table

    monkeypatch.setattr(Table._meta.get_field("reference"), "default", lambda: dossier.reference)
    monkeypatch.setattr(Table._meta.get_field("reference"), "_get_default", lambda: dossier.reference)
    assert started(world).reference != dossier.reference


def test_a_paper_replaced_before_the_file_was_closed_goes_with_it_when_it_is_taken_up_again(
    world: World, dossier: Dossier
) -> None:
    agent = world.staff(_funder(dossier))
    asked_again(world, dossier, agent)
    applications.attach(dossier.citizen, application_id=dossier.id, code="devis", raw=PDF, now=world.later(days=2))
    tasks.lapse_due({}, world.later(days=40))
    applications.resume(dossier.citizen, application_id=dossier.id, now=world.later(days=41))
    live = Proof.objects.get(replaced_at=None)
    assert live.submitted_at is not None
    key = public_part(plugged.signing_jwk())
    signed = manifest.verify(dossier.detail().manifest, key, dossier.id)
    assert [entry.document_id for entry in signed.entries] == [live.document_id]
