"""Reading aids: what a published version fixes is read once by a process, what the aid is today is always read."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from mob.catalogue import selectors
from mob.catalogue.models import Aid, AidText, AidVersion
from mob.catalogue.selectors import reading
from mob.directory.models import Funder
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_a_published_version_is_read_once(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    aid = world.aid()
    first = selectors.terms(aid.current_id)
    with django_assert_num_queries(0):
        assert selectors.terms(aid.current_id) is first
    with django_assert_num_queries(1):
        selectors.version(aid.current_id)
    with django_assert_num_queries(1):
        selectors.published(aid.slug)


def test_each_language_is_kept_apart(world: World) -> None:
    aid = world.aid()
    AidText.objects.create(version=aid.current, language="en", title="Electric bicycle grant", promise="Some of it.")
    assert selectors.terms(aid.current_id).title == "Prime vélo à assistance électrique"
    assert selectors.terms(aid.current_id, language="en").title == "Electric bicycle grant"


def test_what_the_aid_is_today_is_read_each_time(world: World) -> None:
    aid = world.aid()
    assert selectors.version(aid.current_id).slug == aid.slug
    Aid.objects.filter(id=aid.id).update(slug="autre-adresse", state="unpublished", current=None)
    Funder.objects.filter(id=aid.funder_id).update(name="Autre nom")
    seen = selectors.version(aid.current_id)
    assert (seen.slug, seen.state, seen.funder_name, seen.current_version_id) == (
        "autre-adresse",
        "unpublished",
        "Autre nom",
        None,
    )
    assert selectors.published("autre-adresse") is None


def test_a_version_still_being_written_is_read_each_time(world: World) -> None:
    aid = world.aid()
    AidVersion.objects.filter(id=aid.current_id).update(published_at=None)
    assert selectors.terms(aid.current_id).minimum_age is None
    AidVersion.objects.filter(id=aid.current_id).update(minimum_age=21)
    assert selectors.terms(aid.current_id).minimum_age == 21


def test_what_a_process_keeps_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MOST_KEPT", 2)
    monkeypatch.setattr(reading, "_kept", {})
    for _ in range(5):
        selectors.terms(world.aid().current_id)
    assert len(reading._kept) <= 2
