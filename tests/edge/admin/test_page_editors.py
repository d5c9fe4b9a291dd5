"""A content editor of the platform writes its pages, and opens nothing else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from mob.directory import services
from mob.directory.models import Invitation, Membership
from mob.directory.selectors import platform_actor
from mob.kernel.actor import Actor, Role
from tests.edge.access.asking import address_of, send
from tests.edge.access.table import ROWS
from tests.factories.scene import Scene
from tests.factories.sessions import strong_client
from tests.factories.world import World

pytestmark = pytest.mark.django_db
INVITE = "/administration/plateforme/inviter"
PAGES = "/administration/pages/"


@pytest.fixture
def editor(world: World) -> Client:
    return strong_client(appointed(world))


def appointed(world: World) -> object:
    user = world.person("redaction@exemple.fr")
    token = services.invite(
        Actor.system(), funder_id=None, email="redaction@exemple.fr", role=Role.CONTENT_EDITOR, now=world.now
    )
    services.accept_invitation(Actor.citizen(user.id), token=token, now=world.now)
    return user


def test_an_administrator_of_the_platform_invites_one(platform: Client) -> None:
    form = {"email": "redaction@exemple.fr", "role": "content_editor", "first_name": "Lou", "last_name": "Petit"}
    assert platform.post(INVITE, form).status_code == 302
    assert Invitation.objects.get(email="redaction@exemple.fr").role == "content_editor"


def test_she_writes_a_page(editor: Client) -> None:
    assert editor.get("/administration/").headers["Location"] == PAGES
    assert editor.get(PAGES).status_code == 200
    form = {"text": "## Nous joindre autrement", "based_on": "0"}
    assert editor.post(f"{PAGES}aide/fr", form).status_code == 302
    assert "Nous joindre autrement" in Client().get("/aide").content.decode()


def test_she_opens_nothing_else_of_the_staff(scene: Scene, world: World) -> None:
    editor = strong_client(appointed(world))
    before, opened = scene.fingerprint(), []
    for row in ROWS:
        if not row.at.startswith(("/gestion", "/administration")) or row.at.startswith((PAGES, "/gestion/invitation")):
            continue
        for response in (editor.get(address_of(row, scene)), send(editor, row, scene)):
            leads_home = response.headers.get("Location", "") in (PAGES, "/administration/")
            if response.status_code not in (404, 405) and not leads_home:
                opened.append(f"{row.route}: {response.status_code}")
    assert not opened, "\n".join(opened)
    assert scene.fingerprint() == before


def test_no_other_role_exists_at_the_platform(world: World) -> None:
    for role in (Role.CASE_MANAGER, Role.SUPERVISOR):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=world.person(), funder=None, role=role.value, created_at=world.now)


def test_ended_she_writes_no_more(world: World, editor: Client) -> None:
    Membership.objects.filter(funder=None, role="content_editor").update(ended_at=world.now)
    assert editor.get(PAGES).status_code == 404
    assert platform_actor(Membership.objects.get(funder=None, role="content_editor").user_id) is None
