"""The figures kept beside the journal, and what the public reads of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from mob.applications import services as applications
from mob.applications.types import RejectionReason
from mob.insights import selectors, services
from mob.insights.models import CaseFigures, PublishedFigures
from mob.insights.types import Outcome
from mob.journal import runner
from mob.kernel import clock
from mob.kernel.ids import uuid7
from tests.factories import dossiers
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


def figures(**columns: object) -> CaseFigures:
    usual = {
        "application_id": uuid7(),
        "seq": 2,
        "aid_id": UUID(int=1),
        "version_id": UUID(int=2),
        "funder_id": UUID(int=3),
        "state": "submitted",
        "started_at": NOW,
        "submitted_at": NOW,
        "waited": timedelta(0),
    }
    return CaseFigures(**usual | columns)


def many(number: int, **columns: object) -> None:
    CaseFigures.objects.bulk_create(figures(**columns) for _ in range(number))


def told_by_the_worker(world: World) -> dossiers.Dossier:
    dossier = dossiers.sent(world)
    runner.run_due(world.later(minutes=1))
    return dossier


def test_the_worker_keeps_one_row_an_application(world: World) -> None:
    dossier = told_by_the_worker(world)
    row = CaseFigures.objects.get()
    assert (row.application_id, row.state, row.submitted_at) == (dossier.id, "submitted", world.now)


def test_rebuilding_from_the_journal_gives_the_same_rows_even_from_nothing(world: World) -> None:
    dossier = told_by_the_worker(world)
    funder = dossier.detail().aid.funder_id
    agent = world.staff(_funder(funder))
    refusal = {"reason": RejectionReason.PROOF_MISSING, "text": "Illisible.", "appeal": "Deux mois."}
    applications.reject(agent, application_id=dossier.id, now=world.later(days=2), **refusal)
    runner.run_due(world.later(days=2))
    kept = list(CaseFigures.objects.values())
    assert kept[0]["took"] == timedelta(days=2)
    CaseFigures.objects.update(state="draft", seq=1)
    assert services.rebuild() == 1
    assert list(CaseFigures.objects.values()) == kept
    CaseFigures.objects.all().delete()
    services.rebuild()
    assert list(CaseFigures.objects.values()) == kept


def test_a_row_that_is_missing_is_read_from_the_beginning(world: World) -> None:
    dossier = told_by_the_worker(world)
    CaseFigures.objects.all().delete()
    applications.withdraw(dossier.citizen, application_id=dossier.id, now=world.later(hours=1))
    runner.run_due(world.later(hours=1))
    row = CaseFigures.objects.get()
    assert (row.state, row.submitted_at) == ("withdrawn", world.now)


def test_below_ten_nothing_is_told(world: World) -> None:
    many(9)
    services.refresh(now=world.later(days=1))
    shown = selectors.public_figures()
    assert shown is not None
    assert (shown.total, set(shown.outcomes.values()), shown.aids) == (None, {None}, ())


def test_a_small_outcome_is_kept_back_everywhere_with_another_beside_it(world: World) -> None:
    many(30, state="approved", took=timedelta(days=12))
    many(40)
    many(3, state="rejected", reason="other")
    services.refresh(now=world.later(days=1))
    shown = selectors.public_figures()
    assert shown is not None
    assert shown.total == 73
    assert shown.outcomes == {Outcome.GRANTED: None, Outcome.REFUSED: None, Outcome.OTHER: 40}
    assert [(row.total, row.cells) for row in shown.aids] == [(73, {})]
    assert shown.reasons == ()
    assert shown.median_days == 12


def test_years_aids_reasons_and_delays_are_told_once_large_enough(world: World) -> None:
    last_year = NOW - timedelta(days=200)
    many(30, state="approved", took=timedelta(days=12), submitted_at=last_year)
    many(20, state="rejected", reason="proof_missing", took=timedelta(days=30), submitted_at=last_year)
    many(15, state="rejected", reason="conditions_not_met", took=timedelta(days=30), aid_id=UUID(int=9))
    many(25, aid_id=UUID(int=9))
    many(25, state="approved", took=timedelta(days=1), aid_id=UUID(int=9))
    many(25, submitted_at=last_year)
    services.refresh(now=world.later(days=1))
    shown = selectors.public_figures()
    assert shown is not None
    assert [(row.key, row.total, row.cells["refused"]) for row in shown.years] == [("2025", 75, 20), ("2026", 65, 15)]
    assert [(row.total, row.median_days) for row in shown.aids] == [(75, 12), (65, 1)]
    assert {row.key: row.total for row in shown.reasons} == {"proof_missing": 20, "conditions_not_met": 15}


def test_tables_move_once_ten_files_have_and_coverage_every_day(world: World) -> None:
    many(20)
    services.refresh(now=world.later(days=1))
    many(9, submitted_at=world.later(hours=2))
    world.aid()
    services.refresh(now=world.later(days=2))
    shown = selectors.public_figures()
    assert shown is not None
    assert (shown.total, shown.as_of) == (20, clock.civil_date(NOW))
    assert (shown.coverage.aids, shown.coverage.communes) == (1, 1)
    many(1, submitted_at=world.later(hours=2))
    services.refresh(now=world.later(days=3))
    shown = selectors.public_figures()
    assert shown is not None
    assert (shown.total, shown.as_of) == (30, clock.civil_date(world.later(days=2)))
    assert PublishedFigures.objects.count() == 1


def _funder(funder_id: UUID) -> object:
    from mob.directory.models import Funder

    return Funder.objects.get(id=funder_id)
