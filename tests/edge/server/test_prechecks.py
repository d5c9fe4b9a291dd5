"""Whether the body of a paper is wanted is known from the session, the file and the slot alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from mob.applications import services
from mob.config import limits, prechecks
from mob.identity.models import User
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def environ(path: str, client: Client | None = None) -> dict[str, Any]:
    request = RequestFactory().post(path)
    if client is not None:
        request.META["HTTP_COOKIE"] = client.cookies.output(header="", sep=";")
    return request.META


@pytest.fixture
def dossier(world: World) -> Dossier:
    dossiers.platform_key()
    return dossiers.started(world)


@pytest.fixture
def owner(dossier: Dossier) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=dossier.citizen.id))
    return client


def test_the_owner_may_send_a_paper_that_is_asked(dossier: Dossier, owner: Client) -> None:
    assert prechecks.paper(environ(dossier.path("papiers/devis"), owner))


def test_nobody_may_without_a_session(dossier: Dossier) -> None:
    assert not prechecks.paper(environ(dossier.path("papiers/devis")))


def test_nobody_may_with_a_session_of_her_own_invention(dossier: Dossier) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert not prechecks.paper(environ(dossier.path("papiers/devis"), client))


def test_somebody_else_may_not(dossier: Dossier, world: World) -> None:
    other = Client()
    other.force_login(User.objects.get(pk=world.citizen().id))
    assert not prechecks.paper(environ(dossier.path("papiers/devis"), other))


def test_a_paper_that_is_not_asked_is_not_wanted(dossier: Dossier, owner: Client) -> None:
    assert not prechecks.paper(environ(dossier.path("papiers/passeport"), owner))


def test_an_application_that_does_not_exist_is_not_wanted(owner: Client) -> None:
    assert not prechecks.paper(environ("/demandes/AAAA-AAAA/papiers/devis", owner))


def test_a_sent_application_takes_no_more_papers(world: World) -> None:
    dossier = dossiers.sent(world)
    client = Client()
    client.force_login(User.objects.get(pk=dossier.citizen.id))
    assert not prechecks.paper(environ(dossier.path("papiers/devis"), client))


def test_a_withdrawn_application_takes_no_more_papers(dossier: Dossier, owner: Client, world: World) -> None:
    services.discard(dossier.citizen, application_id=dossier.id, now=world.now)
    assert not prechecks.paper(environ(dossier.path("papiers/devis"), owner))


def test_only_the_route_of_papers_may_carry_a_large_body() -> None:
    assert limits.limit_for("POST", "/demandes/ABCD-EFGH/papiers/devis").max_bytes == limits.MAX_UPLOAD
    for method, path in (
        ("PUT", "/demandes/ABCD-EFGH/papiers/devis"),
        ("POST", "/demandes/ABCD-EFGH/papiers/devis/"),
        ("POST", "/demandes/ABCD-EFGH/papiers/x/retirer"),
        ("POST", "//demandes/ABCD-EFGH/papiers/devis"),
        ("POST", "/"),
    ):
        assert limits.limit_for(method, path).max_bytes == limits.MAX_BODY


def test_the_wiring_registered_the_precheck(dossier: Dossier) -> None:
    limit = limits.limit_for("POST", dossier.path("papiers/devis"))
    assert limit.precheck in limits._prechecks
