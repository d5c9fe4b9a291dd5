"""Drafts: one live draft an aid, each save by itself, nothing left when discarded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mob.applications import selectors, services
from mob.applications.models import Application, Proof
from mob.documents.models import Document
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, MobError, NotFound, Refused
from tests.factories import dossiers
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_only_a_person_with_an_account_starts(world: World) -> None:
    aid = world.aid()
    for actor in (Actor.anonymous(), Actor.system(), world.staff(aid.funder)):
        with pytest.raises(Forbidden):
            services.start(actor, slug=aid.slug, language="fr", now=world.now)


def test_starting_twice_finds_the_same_draft(world: World) -> None:
    aid, citizen = world.aid(), world.citizen()
    first = services.start(citizen, slug=aid.slug, language="fr", now=world.now)
    assert services.start(citizen, slug=aid.slug, language="fr", now=world.later(days=1)) == first
    assert selectors.live_draft_of(citizen, aid.id) == first
    assert selectors.live_draft_of(world.citizen(), aid.id) is None


def test_after_sending_one_may_start_again(world: World) -> None:
    aid, citizen = world.aid(), world.citizen()
    sent = dossiers.sent(world, aid, citizen)
    assert services.start(citizen, slug=aid.slug, language="fr", now=world.later(days=1)) != sent.reference


@pytest.mark.parametrize(
    ("version", "days", "code"),
    [
        ({"valid_to": date(2026, 3, 10)}, 0, "aid_closed"),
        ({"valid_from": date(2026, 3, 12)}, 0, "aid_closed"),
        ({"processing": "external", "external_url": "https://exemple.fr"}, 0, "aid_closed"),
    ],
)
def test_an_aid_that_takes_nothing_now_is_not_started(
    world: World, version: dict[str, object], days: int, code: str
) -> None:
    aid = world.aid(**version)
    with pytest.raises(Refused) as refused:
        services.start(world.citizen(), slug=aid.slug, language="fr", now=world.later(days=days))
    assert refused.value.code == code


def test_a_funder_without_a_usable_key_takes_no_papers_but_takes_answers(world: World) -> None:
    funder = world.funder(key=False)
    with pytest.raises(Refused) as refused:
        services.start(world.citizen(), slug=world.aid(funder).slug, language="fr", now=world.now)
    assert refused.value.code == "no_usable_key"
    without_papers = world.aid(funder, proofs=[])
    assert services.start(world.citizen(), slug=without_papers.slug, language="fr", now=world.now)


def test_an_unknown_aid_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        services.start(world.citizen(), slug="rien", language="fr", now=world.now)


def test_answers_are_saved_together_or_refused_together(world: World) -> None:
    fields = [
        {"code": "prix", "kind": "number", "label_fr": "Prix"},
        {"code": "jour", "kind": "date", "label_fr": "Jour"},
        {"code": "note", "kind": "text", "label_fr": "Note", "is_required": False},
    ]
    draft = dossiers.started(world, world.aid(fields=fields))
    values = {"prix": ["x"], "jour": [""], "note": ["bonjour"]}
    with pytest.raises(InvalidMany) as refused:
        services.save_answers(draft.citizen, application_id=draft.id, values=values, now=world.now)
    assert {(error.pointer, error.code) for error in refused.value.errors} == {
        ("prix", "answer_not_a_number"),
        ("jour", "answer_missing"),
    }
    assert draft.detail().answers == {}
    services.save_answers(draft.citizen, application_id=draft.id, values=values, now=world.now, partial=True)
    assert draft.detail().answers == {"jour": None, "note": "bonjour"}


def test_unknown_questions_are_left_out(world: World) -> None:
    draft = dossiers.started(world)
    values = {"prix": ["12"], "state": ["approved"], "autre": ["1"]}
    services.save_answers(draft.citizen, application_id=draft.id, values=values, now=world.now)
    assert draft.detail().answers == {"prix": "12"}


def test_a_child_is_under_eighteen_with_names(world: World) -> None:
    draft = dossiers.started(world)

    def say(first: str, last: str, born: date | None) -> None:
        services.save_beneficiary(
            draft.citizen,
            application_id=draft.id,
            kind="child",
            first_name=first,
            last_name=last,
            birth_date=born,
            now=world.now,
        )

    for first, last, born in (("Léa", "", date(2015, 1, 1)), ("Léa", "Roy", None), ("L3a", "Roy", date(2015, 1, 1))):
        with pytest.raises(Invalid):
            say(first, last, born)
    for born in (date(2008, 3, 11), date(2026, 3, 12)):
        with pytest.raises(Invalid):
            say("Léa", "Roy", born)
    say("Léa", "O’Neill", date(2008, 3, 12))
    assert draft.detail().beneficiary["last_name"] == "O’Neill"
    with pytest.raises(Invalid):
        services.save_beneficiary(draft.citizen, application_id=draft.id, kind="robot", now=world.now)


def test_nobody_else_touches_a_draft(world: World) -> None:
    draft = dossiers.started(world)
    agent = world.staff(Application.objects.get().funder)
    for actor in (world.citizen(), agent, Actor.anonymous()):
        with pytest.raises(NotFound):
            services.save_answers(actor, application_id=draft.id, values={"prix": ["1"]}, now=world.now)
        with pytest.raises(NotFound):
            services.discard(actor, application_id=draft.id, now=world.now)
        with pytest.raises(NotFound):
            selectors.by_reference(actor, draft.reference)


def test_discarding_leaves_neither_row_nor_paper(world: World) -> None:
    draft = dossiers.ready(world)
    services.discard(draft.citizen, application_id=draft.id, now=world.now)
    assert Application.objects.count() == Proof.objects.count() == 0
    assert Document.objects.filter(state="live").count() == 0
    with pytest.raises(NotFound):
        draft.detail()


def test_a_sent_application_is_not_discarded(world: World) -> None:
    sent = dossiers.sent(world)
    with pytest.raises(Forbidden):
        services.discard(sent.citizen, application_id=sent.id, now=world.now)


def test_a_writer_that_comes_second_is_told(world: World) -> None:
    from django.db import transaction

    from mob.applications.services import dossier

    draft = dossiers.started(world)
    with transaction.atomic():
        row, _app = dossier.load(draft.citizen, draft.id)
    services.save_answers(draft.citizen, application_id=draft.id, values={"prix": ["1"]}, now=world.now)
    with pytest.raises(Conflict), transaction.atomic():
        dossier.commit(row, [], actor=draft.citizen, now=world.now, answers={})
    assert draft.detail().answers == {"prix": "1"}


def test_the_last_answers_to_the_same_funder_are_proposed(world: World) -> None:
    citizen, funder = world.citizen(), world.funder()
    dossiers.sent(world, world.aid(funder), citizen)
    other_kind = [{"code": "prix", "kind": "date", "label_fr": "Prix"}]
    same = dossiers.started(world, world.aid(funder), citizen)
    different = dossiers.started(world, world.aid(funder, fields=other_kind), citizen)
    elsewhere = dossiers.started(world, world.aid(), citizen)
    assert selectors.earlier_answers(citizen, same.id) == {"prix": "1490"}
    assert selectors.earlier_answers(citizen, different.id) == {}
    assert selectors.earlier_answers(citizen, elsewhere.id) == {}
    assert selectors.earlier_answers(world.citizen(), same.id) == {}


def test_every_refusal_of_this_context_has_words_in_both_languages(world: World) -> None:
    from mob.kernel.texts import catalogue

    draft = dossiers.started(world)
    attempts = [
        lambda: services.check_slot(draft.citizen, application_id=draft.id, code="rien"),
        lambda: services.withdraw(draft.citizen, application_id=draft.id, now=world.now),
        lambda: services.resume(draft.citizen, application_id=draft.id, now=world.now),
        lambda: services.resubmit(draft.citizen, application_id=draft.id, now=world.now),
        lambda: services.submit(
            draft.citizen, application_id=draft.id, declaration=dossiers.signature(draft), now=world.now
        ),
        lambda: services.submit(
            draft.citizen,
            application_id=draft.id,
            declaration=replace(dossiers.signature(draft), text_hash=""),
            now=world.now,
        ),
    ]
    for attempt in attempts:
        with pytest.raises(MobError) as refused:
            attempt()
        assert set(catalogue()[refused.value.code]) >= {"fr", "en"}
