"""Eight clicks at once: exactly one effect, and a page for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from mob.applications import services
from mob.applications.models import Application, InboxCount, Proof
from mob.applications.types import State
from mob.identity.models import User
from mob.journal.models import Fact
from tests.factories import dossiers
from tests.factories.dossiers import PDF
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("today"),
]
MANY = 8


def _at_once(user: User, act: Callable[[Client], int]) -> Counter[int]:
    """The statuses of eight requests that start together, each from its own browser of the same person."""
    browsers = [Client() for _ in range(MANY)]
    for browser in browsers:
        browser.force_login(user)
    start = Barrier(MANY)

    def one(browser: Client) -> int:
        start.wait(10)
        try:
            return act(browser)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(one, browsers))


def test_eight_submissions_of_one_draft_are_one(world: World) -> None:
    me = world.person()
    ready = dossiers.ready(world, citizen=world.citizen(me))
    signed = dossiers.signature(ready)
    form = {"version": signed.text_version, "digest": signed.text_hash}
    statuses = _at_once(me, lambda browser: browser.post(ready.path("envoyer"), form).status_code)
    assert statuses == {303: MANY}
    assert Fact.objects.filter(kind="application_submitted").count() == 1
    assert Application.objects.get().state == State.SUBMITTED
    assert list(InboxCount.objects.values_list("state", "count")) == [("submitted", 1)]


def test_eight_starts_of_one_aid_are_one_draft(world: World) -> None:
    me, aid = world.person(), world.aid()
    statuses = _at_once(me, lambda browser: browser.post(f"/aides/{aid.slug}/demander").status_code)
    assert statuses == {303: MANY}
    assert Application.objects.count() == 1


def test_the_last_free_slot_takes_one_file(world: World) -> None:
    me = world.person()
    draft = dossiers.started(world, citizen=world.citizen(me))
    for _ in range(9):
        services.attach(draft.citizen, application_id=draft.id, code="devis", raw=PDF, now=world.now)

    def upload(browser: Client) -> int:
        return browser.post(draft.path("papiers/devis"), {"file": SimpleUploadedFile("x", PDF)}).status_code

    statuses = _at_once(me, upload)
    assert statuses[303] == 1
    assert set(statuses) <= {303, 422, 409, 503}
    assert Proof.objects.count() == 10


def test_eight_resubmissions_are_one(world: World) -> None:
    me, aid = world.person(), world.aid()
    sent = dossiers.sent(world, aid, world.citizen(me))
    dossiers.asked_again(world, sent, world.staff(aid.funder))
    services.attach(sent.citizen, application_id=sent.id, code="devis", raw=PDF, now=world.later(hours=2))
    statuses = _at_once(me, lambda browser: browser.post(sent.path("corriger")).status_code)
    assert statuses[303] >= 1
    assert set(statuses) <= {303, 409}
    assert Fact.objects.filter(kind="application_resubmitted").count() == 1
