"""Anybody tells of a mistake from an aid's page, without an account, and nobody floods its keepers."""

from __future__ import annotations

import pytest

from mob.catalogue.models import MistakeReport
from mob.identity.throttle import REPORT_NETWORK
from tests.factories.aids import aid_content
from tests.factories.catalogue import publish
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def slug(world: World) -> str:
    publish(world.funder(), aid_content(), slug="prime")
    return "prime"


def test_the_page_leads_to_a_short_form_and_back_with_thanks(client, slug):
    address = f"/aides/{slug}/signaler"
    assert address in client.get(f"/aides/{slug}").content.decode()
    assert "Signaler une erreur" in client.get(address).content.decode()
    response = client.post(address, {"text": "Le lien est mort.", "email": ""}, follow=True)
    assert response.redirect_chain == [(f"/aides/{slug}", 302)]
    assert "Merci." in response.content.decode()
    assert MistakeReport.objects.get().text == "Le lien est mort."


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "votre réponse"),
        ({"text": " "}, "votre réponse"),
        ({"text": "x" * 1200}, "1000"),
        ({"text": "Faux.", "email": "pas une adresse"}, "pas une adresse"),
        ({"text": "Faux\x00."}, ""),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_with_what_was_typed(client, slug, form, words):
    response = client.post(f"/aides/{slug}/signaler", form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not MistakeReport.objects.exists()


def test_too_many_are_asked_to_wait(client, slug):
    for _time in range(REPORT_NETWORK.most):
        assert client.post(f"/aides/{slug}/signaler", {"text": "Faux."}).status_code == 302
    response = client.post(f"/aides/{slug}/signaler", {"text": "Faux."})
    assert response.status_code == 429
    assert "Beaucoup de messages" in response.content.decode()


def test_an_aid_that_is_not_shown_has_no_form(client):
    assert client.get("/aides/nulle-part/signaler").status_code == 404
    assert client.post("/aides/nulle-part/signaler", {"text": "x"}).status_code == 404
