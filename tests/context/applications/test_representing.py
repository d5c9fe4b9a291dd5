"""Applying for a minor or a protected adult: a paper is asked, an agent reads it, nothing is granted before."""

from __future__ import annotations

from datetime import date

import pytest

from mob.applications import automatic, selectors, services
from mob.applications.models import Application, Representation
from mob.applications.representation import RepresentationKind
from mob.applications.services import erasing
from mob.applications.types import Action, AwardTerms, PaymentMode, State
from mob.identity import services as accounts
from mob.identity.types import ProfileField
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, Refused
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
NOTHING = AwardTerms(PaymentMode.NONE)


def _sent(world: World, dossier: Dossier) -> tuple[Dossier, Actor]:
    services.submit(dossier.citizen, application_id=dossier.id, declaration=dossiers.signature(dossier), now=NOW)
    return dossier, world.staff(Application.objects.get(id=dossier.id).funder)


def test_an_application_for_a_child_asks_for_the_proof_of_parental_authority(world: World) -> None:
    draft = dossiers.ready(world)
    assert "representation" not in {proof.code for proof in draft.detail().aid.proofs}
    services.save_beneficiary(
        draft.citizen,
        application_id=draft.id,
        kind="child",
        first_name="Léa",
        last_name="Haddad",
        birth_date=date(2015, 3, 6),
        now=NOW,
    )
    assert draft.detail().missing_proofs == {"representation"}
    with pytest.raises(Refused):
        services.submit(draft.citizen, application_id=draft.id, declaration=dossiers.signature(draft), now=NOW)
    services.attach(draft.citizen, application_id=draft.id, code="representation", raw=dossiers.PDF, now=NOW)
    assert _sent(world, draft)[0].detail().state is State.SUBMITTED


def test_nothing_is_granted_before_an_agent_has_read_the_paper(world: World) -> None:
    dossier, agent = _sent(world, dossiers.for_child(world))
    with pytest.raises(Refused, match="representation_unchecked"):
        services.approve(agent, application_id=dossier.id, terms=NOTHING, now=NOW)
    services.check_representation(
        agent, application_id=dossier.id, kind=RepresentationKind.PARENTAL, ends_on=None, now=NOW
    )
    view = selectors.by_reference(agent, dossier.reference)
    assert view.representation is not None
    assert view.representation.ends_on == date(2033, 3, 5)
    assert Action.CHECK_REPRESENTATION not in view.actions
    services.approve(agent, application_id=dossier.id, terms=NOTHING, now=NOW)
    assert dossier.detail().state is State.APPROVED


def test_only_an_agent_of_the_file_reads_it_and_once(world: World) -> None:
    dossier, agent = _sent(world, dossiers.for_child(world))
    reading = {"application_id": dossier.id, "kind": RepresentationKind.PARENTAL, "ends_on": None, "now": NOW}
    with pytest.raises(Forbidden):
        services.check_representation(dossier.citizen, **reading)  # type: ignore[arg-type]
    services.check_representation(agent, **reading)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        services.check_representation(agent, **reading)  # type: ignore[arg-type]


def test_the_same_parent_is_not_asked_again_by_the_same_funder_for_the_same_child(world: World) -> None:
    dossier, agent = _sent(world, dossiers.for_child(world))
    funder = Application.objects.get(id=dossier.id).funder
    services.check_representation(
        agent, application_id=dossier.id, kind=RepresentationKind.PARENTAL, ends_on=None, now=NOW
    )
    later = world.later(days=30)
    again = dossiers.for_child(world, world.aid(funder), dossier.citizen, now=later)
    assert "representation" not in {proof.code for proof in again.detail().aid.proofs}
    other_child = dossiers.for_child(world, world.aid(funder), dossier.citizen, first_name="Nour", now=later)
    other_funder = dossiers.for_child(world, world.aid(), dossier.citizen, now=later)
    other_parent = dossiers.for_child(world, world.aid(funder), now=later)
    for each in (other_child, other_funder, other_parent):
        assert "representation" in {proof.code for proof in each.detail().aid.proofs}


def test_the_program_hands_over_what_it_cannot_read(world: World) -> None:
    aid = world.aid(is_automatic=True, automatic_checks=["territory"])
    dossier, agent = _sent(world, dossiers.for_child(world, aid))
    automatic.run(dossier.id, now=NOW)
    assert selectors.by_reference(agent, dossier.reference).state is State.SUBMITTED


@pytest.mark.parametrize(
    ("kind", "born", "code"),
    [("protected", date(2015, 3, 6), "protected_birth_date"), ("child", date(1950, 3, 6), "child_birth_date")],
)
def test_a_minor_is_a_child_and_an_adult_is_none(world: World, kind: str, born: date, code: str) -> None:
    draft = dossiers.ready(world)
    with pytest.raises(Invalid, match=code):
        services.save_beneficiary(
            draft.citizen,
            application_id=draft.id,
            kind=kind,
            first_name="Léa",
            last_name="Haddad",
            birth_date=born,
            now=NOW,
        )


def test_what_was_read_goes_with_the_file(world: World) -> None:
    dossier, agent = _sent(world, dossiers.for_child(world))
    services.check_representation(
        agent, application_id=dossier.id, kind=RepresentationKind.PARENTAL, ends_on=None, now=NOW
    )
    services.withdraw(dossier.citizen, application_id=dossier.id, now=NOW)
    assert erasing.empty(dossier.id, now=NOW)
    assert not Representation.objects.exists()


def test_at_seventeen_the_aid_says_whether_a_parent_must_apply(world: World) -> None:
    born = {ProfileField.BIRTH_DATE: "2008-06-01"}
    for wants_a_parent in (False, True):
        draft = dossiers.ready(world, world.aid(minors_represented=wants_a_parent))
        accounts.declare(draft.citizen, answers=born, now=NOW)
        if not wants_a_parent:
            _sent(world, draft)
            continue
        with pytest.raises(Refused, match="representative_needed"):
            _sent(world, draft)
        accounts.declare(draft.citizen, answers={ProfileField.BIRTH_DATE: "2008-03-01"}, now=NOW)
        _sent(world, draft)
