"""How long a file is kept is said by its aid, told before signing, and not changed afterwards for what was sent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mob.applications import retention, services
from mob.applications.models import Application
from mob.applications.personal_data import ApplicationData
from mob.applications.types import AwardTerms, PaymentMode
from mob.catalogue import selectors as catalogue
from mob.catalogue.models import Aid
from mob.catalogue.services import set_retention
from mob.kernel.actor import Role
from mob.kernel.errors import Conflict, InvalidMany, NotFound
from tests.context.applications.conftest import Office
from tests.factories import dossiers

pytestmark = pytest.mark.django_db
REASON = "Contrôle de la Caisse des dépôts, deux ans."


def say(office: Office, years: int, reason: str = REASON, *, hours: int = 0) -> None:
    author = office.world.staff(office.funder, Role.CONTENT_EDITOR)
    version = Aid.objects.get(id=office.aid.id).version
    set_retention(
        author,
        aid_id=office.aid.id,
        years=years,
        reason_fr=reason,
        expected_version=version,
        now=office.world.later(hours=hours),
    )


def decided(office: Office, *, hours: int = 0) -> dossiers.Dossier:
    dossier = dossiers.sent(office.world, office.aid, now=office.world.later(hours=hours))
    terms = AwardTerms(PaymentMode.NONE)
    services.approve(office.agent, application_id=dossier.id, terms=terms, now=office.world.later(hours=hours + 1))
    return dossier


def test_a_file_keeps_what_its_aid_said_when_it_was_sent(office: Office) -> None:
    before = decided(office)
    say(office, 2, hours=10)
    after = decided(office, hours=20)
    kept = {}
    for name, dossier in (("before", before), ("after", after)):
        assert dossier.citizen.id is not None
        (kept[name],) = ApplicationData().retained(dossier.citizen.id)
    assert (kept["before"].until, kept["after"].until) == (date(2031, 12, 31), date(2028, 12, 31))
    assert kept["after"].reason == REASON
    rule = next(rule for rule in retention.rules() if rule.code == "applications.files")
    new_year = datetime(2028, 12, 31, 23, 0, tzinfo=UTC)
    assert (rule.due(datetime(2028, 12, 31, 22, 59, tzinfo=UTC)), rule.due(new_year)) == (0, 1)
    rule.erase(new_year)
    assert Application.objects.get(id=after.id).erased_at is not None
    assert Application.objects.get(id=before.id).erased_at is None


def test_the_last_word_holds_for_what_comes_after_it(office: Office) -> None:
    say(office, 2)
    say(office, 7, "Recours.", hours=1)
    said = catalogue.retentions()
    years = [said.at(office.aid.id, office.world.later(hours=hours)).years for hours in (-1, 0, 1)]
    assert years == [5, 2, 7]


@pytest.mark.parametrize(
    ("years", "reason", "pointer"), [(0, REASON, "years"), (11, REASON, "years"), (5, " ", "reason_fr")]
)
def test_a_duration_has_bounds_and_a_reason(office: Office, years: int, reason: str, pointer: str) -> None:
    with pytest.raises(InvalidMany) as caught:
        say(office, years, reason)
    assert [error.pointer for error in caught.value.errors] == [pointer]


def test_only_its_authors_say_it_and_not_over_each_other(office: Office) -> None:
    def change(actor: object, version: int) -> None:
        set_retention(
            actor,  # type: ignore[arg-type]
            aid_id=office.aid.id,
            years=3,
            reason_fr=REASON,
            expected_version=version,
            now=office.world.now,
        )

    with pytest.raises(NotFound):
        change(office.world.staff(office.world.funder(), Role.CONTENT_EDITOR), 1)
    say(office, 2)
    with pytest.raises(Conflict):
        change(office.world.staff(office.funder, Role.CONTENT_EDITOR), 1)
