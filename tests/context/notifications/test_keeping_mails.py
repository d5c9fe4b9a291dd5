"""Who keeps aids is told of each mistake at once, and once a week of what should be looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mob.catalogue import services
from mob.catalogue.models import Aid
from mob.identity.types import Visit
from mob.journal import runner
from mob.kernel.actor import Actor, Role
from mob.notifications import keeping
from mob.notifications.models import OutgoingMail
from tests.factories.aids import aid_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def slug(world: World) -> str:
    town = world.funder("Métropole de Valmont")
    world.staff(town, Role.CONTENT_EDITOR, user=world.person("lea@valmont.exemple"))
    world.staff(town, Role.CASE_MANAGER, user=world.person("julien@valmont.exemple"))
    aid_id = publish(town, aid_content(verified_on=NOW.date(), valid_to=NOW.date() + timedelta(days=40)))
    return Aid.objects.get(id=aid_id).slug


def test_a_mistake_is_mailed_to_the_authors_with_its_words_and_the_address_to_answer(slug: str) -> None:
    services.report_mistake(
        Actor.anonymous(), slug=slug, text="Le lien est mort.", email="samira@exemple.fr", visit=Visit("::1"), now=NOW
    )
    runner.run_due(NOW)
    mail = OutgoingMail.objects.get(kind="aid_mistake_reported")
    assert (mail.to, mail.sent_at is not None) == ("lea@valmont.exemple", True)
    assert "Le lien est mort." in mail.text
    assert "samira@exemple.fr" in mail.text
    assert "/administration/aides/" in mail.text


def test_an_end_that_comes_is_told_a_month_before_and_the_same_list_never_twice(slug: str) -> None:
    keeping.remind({}, NOW)
    assert not OutgoingMail.objects.exists()
    soon = NOW + timedelta(days=12)
    keeping.remind({}, soon)
    keeping.remind({}, soon + timedelta(days=7))
    mail = OutgoingMail.objects.get()
    assert mail.to == "lea@valmont.exemple"
    assert "se termine le" in mail.text
    assert mail.subject == "1 aide à revoir"


def test_a_new_worry_makes_a_new_mail(slug: str) -> None:
    keeping.remind({}, NOW + timedelta(days=12))
    services.report_mistake(Actor.anonymous(), slug=slug, text="Faux.", visit=Visit("::1"), now=NOW)
    keeping.remind({}, NOW + timedelta(days=19))
    assert OutgoingMail.objects.filter(kind=keeping.KIND).count() == 2
