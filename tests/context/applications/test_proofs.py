"""Papers of an application: slots, replacement in a correction, and nothing left behind by a refusal."""

from __future__ import annotations

import pytest

from mob.applications import services
from mob.applications.models import Proof
from mob.applications.services import proofs as sending_papers
from mob.documents.models import Document
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused
from tests.factories import dossiers
from tests.factories.dossiers import PDF, Dossier
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _attach(dossier: Dossier, world: World, code: str = "devis", raw: bytes = PDF) -> None:
    services.attach(dossier.citizen, application_id=dossier.id, code=code, raw=raw, now=world.later(hours=2))


def test_ten_files_and_no_more(world: World) -> None:
    draft = dossiers.started(world)
    for _ in range(10):
        _attach(draft, world)
    with pytest.raises(Refused) as refused:
        _attach(draft, world)
    assert refused.value.code == "too_many_files"
    assert Document.objects.count() == 10


def test_a_file_for_nothing_asked_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        _attach(dossiers.started(world), world, code="photo")


def test_a_refused_file_leaves_nothing(world: World) -> None:
    draft = dossiers.started(world)
    with pytest.raises(Invalid):
        _attach(draft, world, raw=b"<html></html>")
    assert Proof.objects.count() == Document.objects.count() == 0


def test_a_slot_taken_meanwhile_removes_the_document(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = dossiers.started(world)
    calls: list[int] = []
    real = sending_papers._check

    def full_the_second_time(*args: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise Refused("too_many_files", most=10)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(sending_papers, "_check", full_the_second_time)
    with pytest.raises(Refused):
        _attach(draft, world)
    assert Document.objects.filter(state="live").count() == 0


def test_a_removed_file_frees_its_slot(world: World) -> None:
    draft = dossiers.ready(world)
    proof = Proof.objects.get()
    services.remove_proof(draft.citizen, application_id=draft.id, proof_id=proof.id, now=world.now)
    assert draft.detail().missing_proofs == {"devis"}
    assert Document.objects.filter(state="live").count() == 0
    with pytest.raises(NotFound):
        services.remove_proof(draft.citizen, application_id=draft.id, proof_id=proof.id, now=world.now)


def test_nobody_removes_somebody_else_s_paper(world: World) -> None:
    mine, hers = dossiers.ready(world), dossiers.ready(world)
    other = Proof.objects.get(application_id=hers.id)
    with pytest.raises(NotFound):
        services.remove_proof(mine.citizen, application_id=mine.id, proof_id=other.id, now=world.now)
    with pytest.raises(NotFound):
        services.remove_proof(mine.citizen, application_id=hers.id, proof_id=other.id, now=world.now)


class TestInACorrection:
    def _asked(self, world: World, papers: int = 1) -> Dossier:
        proofs = [
            {"code": "devis", "proof_type": "quote", "label_fr": "Devis"},
            {"code": "domicile", "proof_type": "residence", "label_fr": "Domicile", "is_required": False},
        ]
        aid = world.aid(proofs=proofs)
        draft = dossiers.ready(world, aid)
        for _ in range(papers - 1):
            services.attach(draft.citizen, application_id=draft.id, code="devis", raw=PDF, now=world.now)
        signed = dossiers.signature(draft)
        services.submit(draft.citizen, application_id=draft.id, declaration=signed, now=world.now)
        dossiers.asked_again(world, draft, world.staff(aid.funder))
        return draft

    def test_the_new_paper_replaces_the_old_and_both_are_kept(self, world: World) -> None:
        asked = self._asked(world)
        _attach(asked, world)
        seen = asked.detail()
        assert [(proof.is_submitted, proof.replaced_at is None) for proof in seen.proofs] == [
            (True, False),
            (False, True),
        ]
        assert seen.request is not None
        assert seen.request.done == {"devis"}

    def test_taking_the_new_one_back_brings_the_old_one_back(self, world: World) -> None:
        asked = self._asked(world)
        _attach(asked, world)
        new = Proof.objects.get(submitted_at=None)
        services.remove_proof(asked.citizen, application_id=asked.id, proof_id=new.id, now=world.later(hours=3))
        seen = asked.detail()
        assert [proof.replaced_at for proof in seen.proofs] == [None]
        assert seen.request is not None
        assert seen.request.done == frozenset()
        with pytest.raises(Refused):
            services.resubmit(asked.citizen, application_id=asked.id, now=world.later(hours=4))

    def test_a_full_application_can_still_be_corrected(self, world: World) -> None:
        asked = self._asked(world, papers=10)
        _attach(asked, world)
        assert Proof.objects.filter(replaced_at=None).count() == 1

    def test_what_was_not_asked_is_closed(self, world: World) -> None:
        asked = self._asked(world)
        with pytest.raises(Forbidden):
            _attach(asked, world, code="domicile")
        old = Proof.objects.get(submitted_at__isnull=False)
        with pytest.raises(NotFound):
            services.remove_proof(asked.citizen, application_id=asked.id, proof_id=old.id, now=world.later(hours=2))
