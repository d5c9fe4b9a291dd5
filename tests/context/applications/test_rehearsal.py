"""Other rules on the last applications: who would be told something else, seen by who may see it, and nothing written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mob.applications.models import Application
from mob.applications.rehearsal import rehearse
from mob.catalogue.types import Outcome
from mob.journal.models import Fact
from mob.kernel.actor import Role
from mob.kernel.money import Cents
from tests.context.applications.conftest import Office
from tests.factories import computing as ruled
from tests.factories import dossiers

pytestmark = pytest.mark.django_db

CAPPED = replace(
    ruled.RULES, text=ruled.TEXT.replace("valeur: 40% * vélo . prix", "valeur: 40% * vélo . prix\n  plafond: 300 €")
)


def test_only_those_who_would_be_told_something_else_are_listed_and_nothing_is_written(office: Office) -> None:
    aid = ruled.aid(office.world, office.funder)
    dear, cheap, refused = (ruled.sent(office.world, aid, prix_velo=price) for price in ("900", "600", "300"))
    dossiers.sent(office.world, office.aid)
    before = (Fact.objects.count(), sorted(Application.objects.values_list("id", "version", "verdict__amount_cents")))
    found = rehearse(office.agent, aid.id, CAPPED)
    assert found.looked_at == 3
    (change,) = found.changes
    assert change.reference == dear.reference
    assert (change.before.amount, change.after.amount) == (Cents(360_00), Cents(300_00))
    assert rehearse(office.agent, aid.id, ruled.RULES).changes == ()
    stricter = replace(ruled.RULES, text=ruled.TEXT.replace("500 €", "700 €"))
    (change,) = rehearse(office.agent, aid.id, stricter).changes
    assert (change.reference, change.after.outcome) == (cheap.reference, Outcome.INELIGIBLE)
    assert "700" in change.after.reasons[0].text
    looser = replace(ruled.RULES, text=ruled.TEXT.replace("500 €", "100 €"))
    assert [each.reference for each in rehearse(office.agent, aid.id, looser).changes] == [refused.reference]
    assert before == (
        Fact.objects.count(),
        sorted(Application.objects.values_list("id", "version", "verdict__amount_cents")),
    )


def test_rules_that_need_what_was_not_asked_leave_it_undetermined(office: Office) -> None:
    aid = ruled.aid(office.world, office.funder)
    ruled.sent(office.world, aid)
    asking = replace(ruled.RULES, text="aide:\n  applicable si: vélo . électrique\n  valeur: 10 €\n")
    (change,) = rehearse(office.agent, aid.id, asking).changes
    assert (change.after.outcome, change.after.missing) == (Outcome.UNDETERMINED, ("vélo . type",))
    broken = replace(ruled.RULES, text="aide: (")
    (change,) = rehearse(office.agent, aid.id, broken).changes
    assert change.after.outcome is Outcome.UNDETERMINED


def test_nobody_sees_more_than_her_own_files(office: Office) -> None:
    world = office.world
    aid = ruled.aid(world, office.funder)
    ruled.sent(world, aid)
    ruled.sent(world, aid)
    strangers = [world.staff(world.funder()), world.staff(office.funder, Role.CONTENT_EDITOR), world.citizen()]
    assert [rehearse(actor, aid.id, CAPPED).looked_at for actor in strangers] == [0, 0, 0]
    latest = rehearse(office.agent, aid.id, CAPPED, limit=1)
    assert (latest.looked_at, len(latest.changes)) == (1, 1)
