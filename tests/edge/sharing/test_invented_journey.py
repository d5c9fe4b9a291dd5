"""The invented operator reads somebody's needs for a trip: not without her share, and no longer than it."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client as Browser

from mob.config.invented_operator import SCOPE, Visitor, journey, page
from mob.identity.models import AccessibilityRequest, AccessibilityShare, User
from tests.edge.oidc.test_invented_operator import Bridged, linked, operator
from tests.factories.accounts import sign_in
from tests.factories.sharing import say

__all__ = ["operator"]
pytestmark = pytest.mark.django_db
HERE = "/mon-compte/accessibilite/partages"


def shown(operator: Bridged, visitor: Visitor) -> str:
    return unescape(page(operator, visitor))


def test_it_asks_for_a_trip_and_reads_it_once_she_shared_and_no_more_once_she_stopped(
    operator: Bridged, person: User
) -> None:
    browser = sign_in(Browser(), person)
    visitor = linked(operator, browser)
    say(person.id)
    assert "Vous ne les partagez pas pour ce trajet" in shown(operator, visitor)
    visitor.asked = journey.ask(operator, visitor, journey.tomorrow(datetime.now(UTC)))
    assert "sur moB" in shown(operator, visitor)
    asked = AccessibilityRequest.objects.get()
    address = f"{HERE}/avec/{asked.link_id}?demande={asked.id}"
    assert browser.post(address, {"step": "agree", "level": "equipment"}).status_code == 302
    told = shown(operator, visitor)
    for line in ("fauteuil électrique", "une rampe", "70 cm de large", "140 kg en tout", "QUOKKAVERT"):
        assert line in told
    browser.post(f"{HERE}/{AccessibilityShare.objects.get().id}/fin")
    told = shown(operator, visitor)
    assert "QUOKKAVERT" not in told
    assert "Vous ne les partagez pas pour ce trajet" in told


def test_refused_it_says_so_and_does_not_insist(operator: Bridged, person: User) -> None:
    browser = sign_in(Browser(), person)
    visitor, trip = linked(operator, browser), journey.tomorrow(datetime.now(UTC))
    say(person.id)
    journey.ask(operator, visitor, trip)
    browser.post(f"{HERE}/demandes/{AccessibilityRequest.objects.get().id}/refuser")
    assert "Vous avez dit non" in journey.ask(operator, visitor, trip)


def test_without_the_scope_it_asks_nothing(operator: Bridged, person: User) -> None:
    some = tuple(scope for scope in SCOPE.split() if scope != journey.SCOPE)
    visitor = linked(operator, sign_in(Browser(), person), some)
    assert "Vous ne nous permettez pas de les demander" in shown(operator, visitor)
