"""What a person says of herself: stored with its source, read by herself alone."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from mob.identity import selectors, services
from mob.identity.types import ClaimName, ClaimSource, Occupation, ProfileField
from mob.journal import selectors as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, InvalidMany, NotFound
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


def codes_of(refusal: InvalidMany) -> dict[str, str]:
    return {error.pointer: error.code for error in refusal.errors}


def test_what_is_declared_is_kept_with_its_source(world: World) -> None:
    actor = world.citizen()
    view = services.declare(
        actor,
        answers={
            ProfileField.FIRST_NAME: " Zoe\u0301 ",
            ProfileField.BIRTH_NAME: "O'Neill",
            ProfileField.BIRTH_DATE: "1990-03-06",
            ProfileField.COMMUNE: "99V01",
            ProfileField.OCCUPATION: "employee",
            ProfileField.PHONE: "06 12 34 56 78",
        },
        now=NOW,
    )
    assert view.full_name == "Zoé O'Neill"
    assert view.claims[ClaimName.FIRST_NAME].source is ClaimSource.DECLARED
    assert (view.commune, view.postcode, view.occupation) == ("99V01", "38950", Occupation.EMPLOYEE)
    assert view.phone == "+33612345678"
    assert view == selectors.own_profile(actor)


def test_the_journal_names_the_fields_and_never_what_is_in_them(world: World) -> None:
    actor = world.citizen()
    answers = {ProfileField.FIRST_NAME: "Samira", ProfileField.PHONE: "0612345678"}
    services.declare(actor, answers=answers, now=NOW)
    services.declare(actor, answers=answers, now=NOW)
    (fact,) = journal.stream_facts(Actor.system(), f"account:{actor.id}")
    assert (fact.kind, fact.data) == ("claims_declared", {"fields": ["first_name", "phone"]})


def test_an_answer_can_be_taken_back(world: World) -> None:
    actor = world.citizen()
    services.declare(actor, answers={ProfileField.USUAL_NAME: "Haddad", ProfileField.PHONE: "0612345678"}, now=NOW)
    view = services.declare(actor, answers={ProfileField.USUAL_NAME: "", ProfileField.PHONE: ""}, now=NOW)
    assert view.claims == {}
    assert view.phone is None


def test_each_wrong_answer_is_named_and_nothing_is_stored(world: World) -> None:
    actor = world.citizen()
    wrong = {
        ProfileField.FIRST_NAME: "🚲",
        ProfileField.BIRTH_DATE: "2020-01-01",
        ProfileField.COMMUNE: "00000",
        ProfileField.POSTCODE: "2A0",
        ProfileField.OCCUPATION: "king",
        ProfileField.PHONE: "12",
        ProfileField.BIRTH_NAME: "Haddad",
    }
    with pytest.raises(InvalidMany) as refusal:
        services.declare(actor, answers=wrong, now=NOW)
    assert codes_of(refusal.value) == {
        "first_name": "name_without_letter",
        "birth_date": "under_sixteen",
        "commune": "commune_unknown",
        "postcode": "postcode_format",
        "occupation": "occupation_unknown",
        "phone": "phone_format",
    }
    assert selectors.own_profile(actor).claims == {}


def test_sixteen_is_counted_in_paris_time(world: World) -> None:
    actor, birth = world.citizen(), {ProfileField.BIRTH_DATE: "2010-03-12"}
    eve = datetime(2026, 3, 11, 22, 30, tzinfo=UTC)  # 23 h 30 in Paris, the day before
    with pytest.raises(InvalidMany):
        services.declare(actor, answers=birth, now=eve)
    midnight = datetime(2026, 3, 11, 23, 0, tzinfo=UTC)
    assert services.declare(actor, answers=birth, now=midnight).birth_date is not None


def test_a_postcode_belongs_to_the_commune(world: World) -> None:
    actor = world.citizen()
    with pytest.raises(InvalidMany) as refusal:
        services.declare(actor, answers={ProfileField.COMMUNE: "38185", ProfileField.POSTCODE: "75001"}, now=NOW)
    assert codes_of(refusal.value) == {"postcode": "postcode_elsewhere"}
    answers = {ProfileField.COMMUNE: "38185", ProfileField.POSTCODE: "38100"}
    assert services.declare(actor, answers=answers, now=NOW).postcode == "38100"
    assert services.declare(actor, answers={ProfileField.COMMUNE: "69123"}, now=NOW).postcode is None


def test_a_certified_claim_is_never_overwritten_by_what_a_person_types(world: World) -> None:
    actor = world.citizen()
    assert actor.id
    services.certify(
        Actor.system(),
        user_id=actor.id,
        source=ClaimSource.FRANCECONNECT,
        claims={ClaimName.BIRTH_NAME: "Haddad"},
        now=NOW,
    )
    with pytest.raises(InvalidMany) as refusal:
        services.declare(actor, answers={ProfileField.BIRTH_NAME: "Autre"}, now=NOW)
    assert codes_of(refusal.value) == {"birth_name": "claim_is_certified"}
    with pytest.raises(InvalidMany):
        services.declare(actor, answers={ProfileField.BIRTH_NAME: ""}, now=NOW)
    view = services.declare(actor, answers={ProfileField.BIRTH_NAME: "Haddad"}, now=NOW)
    claim = view.claims[ClaimName.BIRTH_NAME]
    assert (claim.source, claim.certified_at) == (ClaimSource.FRANCECONNECT, NOW)


def test_a_person_cannot_certify_anything(world: World) -> None:
    actor = world.citizen()
    assert actor.id
    with pytest.raises(Forbidden):
        services.certify(
            actor,
            user_id=actor.id,
            source=ClaimSource.FRANCECONNECT,
            claims={ClaimName.FIRST_NAME: "Reine"},
            now=NOW,
        )


def test_a_profile_is_read_by_its_owner_and_the_system_alone(world: World) -> None:
    owner = world.citizen()
    assert owner.id
    staff = world.staff(world.funder())
    for stranger in (world.citizen(), staff, Actor.anonymous()):
        with pytest.raises(NotFound):
            selectors.profile_of(stranger, owner.id)
    assert selectors.profile_of(Actor.system(), owner.id).user_id == owner.id
    with pytest.raises(NotFound):
        selectors.profile_of(Actor.system(), uuid4())


def test_nobody_declares_anything(world: World) -> None:
    for actor in (Actor.anonymous(), Actor.system()):
        with pytest.raises(Forbidden):
            services.declare(actor, answers={}, now=NOW)


def test_preferences_change_the_language_of_mails_and_the_courtesy_mails(world: World) -> None:
    actor = world.citizen()
    assert actor.id
    assert selectors.wants_courtesy_mails(actor.id)
    services.change_preferences(actor, language="en", courtesy_mails=False, now=NOW)
    assert selectors.language_of(actor.id) == "en"
    assert not selectors.wants_courtesy_mails(actor.id)
