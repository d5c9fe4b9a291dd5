"""A body that was not taken is explained with the same words and look as everything else."""

import pytest
from django.test import Client

from mob.config import bridge
from mob.web import refusals


def test_the_bridge_and_the_page_agree_on_the_key() -> None:
    assert bridge.REFUSED == refusals.REFUSED


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 408, 413, 414, 431])
def test_a_refused_request_gets_a_page_and_no_view(client: Client, status: int) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/connexion", **{bridge.REFUSED: status})
    assert response.status_code == status
    assert b"<h1" in response.content


@pytest.mark.django_db
def test_a_program_gets_json(client: Client) -> None:
    response = client.post("/x", headers={"accept": "application/json"}, **{bridge.REFUSED: 413})
    assert response.json()["code"] == "413"
