"""Sending: what is fixed at that moment, what refuses it, and what each later move of the person leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from mob.applications import lifecycle, services
from mob.applications.models import Application, ChangeRequest, InboxCount
from mob.applications.services import dossier
from mob.applications.tasks import lapse
from mob.applications.types import State, Submit
from mob.catalogue.models import Aid
from mob.directory.models import FunderKey
from mob.identity import services as identity
from mob.identity.types import ProfileField
from mob.journal.models import Fact
from mob.kernel.errors import Forbidden, Refused
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _submit(dossier: Dossier, world: World, *, days: float = 0) -> str:
    signed = dossiers.signature(dossier)
    now = world.later(days=days)
    return services.submit(dossier.citizen, application_id=dossier.id, declaration=signed, now=now)


def test_sending_fixes_the_person_the_signature_and_the_list_of_papers(world: World) -> None:
    ready = dossiers.ready(world)
    assert _submit(ready, world) == ready.reference
    row = Application.objects.get()
    assert (row.state, row.submitted_at, row.applicant_name) == ("submitted", world.now, "Samira Haddad")
    assert row.snapshot["claims"]["first_name"] == {"value": "Samira", "source": "declared", "certified_at": None}
    assert row.snapshot["commune"] == "99V01"
    assert row.contact_email.endswith("@exemple.fr")
    assert row.declaration["hash"] == dossiers.signature(ready).text_hash
    assert row.declaration["sign_in"] == "code"
    assert row.manifest.count(".") == 2
    fact = Fact.objects.get(kind="application_submitted")
    assert len(json.loads(fact.data)["proofs"]) == 1
    assert "Samira" not in fact.data


def test_what_changes_in_the_profile_later_does_not_change_what_was_sent(world: World) -> None:
    sent = dossiers.sent(world)
    identity.declare(sent.citizen, answers={ProfileField.FIRST_NAME: "Autre"}, now=world.later(days=1))
    assert sent.detail().applicant_name == "Samira Haddad"


def test_the_name_is_found_without_accents_or_case(world: World) -> None:
    from mob.applications.names import search_key

    assert search_key("O’NEILL Zoé") == "o’neill zoe"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("answers", "answers_missing"),
        ("papers", "proofs_missing"),
        ("beneficiary", "beneficiary_missing"),
        ("profile", "profile_incomplete"),
        ("dates", "aid_closed"),
        ("key", "no_usable_key"),
        ("community", "community_needed"),
    ],
)
def test_a_draft_that_lacks_something_is_not_sent(world: World, spoil: str, code: str) -> None:
    aid = world.aid()
    ready = dossiers.ready(world, aid)
    rows = Application.objects.filter(id=ready.id)
    days = 0
    match spoil:
        case "answers":
            rows.update(answers={})
        case "papers":
            proof = ready.detail().proofs[0]
            services.remove_proof(ready.citizen, application_id=ready.id, proof_id=proof.id, now=world.now)
        case "beneficiary":
            rows.update(beneficiary={})
        case "profile":
            identity.declare(ready.citizen, answers={ProfileField.COMMUNE: ""}, now=world.now)
        case "dates":
            days = 400  # past the last day of the aid
        case "key":
            FunderKey.objects.update(state="retired")
        case "community":
            world.community(aid.funder)
            world.community(aid.funder)
    with pytest.raises(Refused) as refused:
        _submit(ready, world, days=days)
    assert refused.value.code == code
    assert Application.objects.get().state == State.DRAFT
    assert not Fact.objects.filter(kind="application_submitted").exists()


def test_words_that_were_not_asked_are_no_signature(world: World) -> None:
    ready = dossiers.ready(world)
    for forged in (
        replace(dossiers.signature(ready), text_hash="0" * 64),
        replace(dossiers.signature(ready), text_version="2020-01"),
    ):
        with pytest.raises(Refused) as refused:
            services.submit(ready.citizen, application_id=ready.id, declaration=forged, now=world.now)
        assert refused.value.code == "declaration_changed"


def test_a_second_submission_is_refused(world: World) -> None:
    sent = dossiers.sent(world)
    with pytest.raises(Refused):
        _submit(sent, world, days=1)
    assert Fact.objects.filter(kind="application_submitted").count() == 1


def test_a_draft_keeps_the_version_it_was_started_with(world: World) -> None:
    aid = world.aid()
    ready = dossiers.ready(world, aid)
    newer = world.aid(aid.funder)
    version = newer.versions.get()
    version.aid_id, version.number = aid.id, 2
    version.save()
    Aid.objects.filter(id=aid.id).update(current=version)
    seen = ready.detail()
    assert (seen.newer_version, seen.aid.number) == (True, 1)
    _submit(ready, world)
    assert ready.detail().state is State.SUBMITTED


def test_the_correction_goes_back_and_the_clock_restarts(world: World) -> None:
    aid = world.aid()
    sent = dossiers.sent(world, aid)
    agent = world.staff(aid.funder)
    dossiers.asked_again(world, sent, agent, fields=("prix",), proofs=())
    assert sent.detail().due_on is not None
    services.save_answers(sent.citizen, application_id=sent.id, values={"prix": ["900"]}, now=world.later(hours=2))
    services.resubmit(sent.citizen, application_id=sent.id, now=world.later(hours=3))
    seen = sent.detail(agent)
    assert (seen.state, seen.due_on, seen.answers["prix"]) == (State.SUBMITTED, None, "900")
    assert ChangeRequest.objects.get().answered_at == world.later(hours=3)


def test_a_silent_save_does_not_count_as_an_answer_to_the_agent(world: World) -> None:
    aid = world.aid()
    sent = dossiers.sent(world, aid)
    dossiers.asked_again(world, sent, world.staff(aid.funder), fields=("prix",), proofs=())
    services.save_answers(
        sent.citizen, application_id=sent.id, values={"prix": ["900"]}, now=world.later(hours=2), partial=True
    )
    with pytest.raises(Refused):
        services.resubmit(sent.citizen, application_id=sent.id, now=world.later(hours=3))


def test_a_file_set_aside_is_resumed_within_two_months_and_not_after(world: World) -> None:
    aid = world.aid()
    sent = dossiers.sent(world, aid)
    dossiers.asked_again(world, sent, world.staff(aid.funder))
    assert lapse(sent.id, world.later(days=31))
    seen = sent.detail()
    assert seen.resume_until == date(2026, 6, 11)
    with pytest.raises(Refused):
        services.resume(sent.citizen, application_id=sent.id, now=world.later(days=93))
    services.resume(sent.citizen, application_id=sent.id, now=world.later(days=91))
    assert sent.detail().state is State.SUBMITTED
    assert dict(InboxCount.objects.filter(count__gt=0).values_list("state", "count")) == {"submitted": 1}


def test_withdrawing_closes_for_good(world: World) -> None:
    sent = dossiers.sent(world)
    services.withdraw(sent.citizen, application_id=sent.id, now=world.later(days=1))
    seen = sent.detail()
    assert (seen.state, seen.closed_at) == (State.WITHDRAWN, world.later(days=1))
    with pytest.raises((Refused, Forbidden)):
        services.withdraw(sent.citizen, application_id=sent.id, now=world.later(days=2))


def test_a_draft_read_to_be_filled_in_is_never_taken_for_complete(world: World) -> None:
    ready = dossiers.ready(world)
    _, app = dossier.peek_to_edit(ready.citizen, ready.id)
    with pytest.raises(Refused):
        lifecycle.decide(app, Submit(ready.citizen, dossiers.signature(ready)), now=world.now)
