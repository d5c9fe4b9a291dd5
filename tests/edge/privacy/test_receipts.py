"""What was shown and agreed to is kept word for word, with its hash and a named last day, then erased."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from mob.identity import retention
from mob.identity.models import Receipt, User
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.employers import employer
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    clock.set_offset(NOW + timedelta(days=1) - datetime.now(UTC))
    yield
    clock.set_offset(timedelta(0))


def test_the_notice_shown_before_signing_is_kept_with_the_date_it_goes(world: World) -> None:
    dossier = dossiers.ready(world)
    browser = sign_in(Client(), User.objects.get(id=dossier.citizen.id))
    shown = unescape(browser.get(dossier.path("envoyer")).content.decode())
    signed = dossiers.signature(dossier)
    browser.post(dossier.path("envoyer"), {"version": signed.text_version, "digest": signed.text_hash})
    kept = Receipt.objects.get()
    assert (kept.user_id, kept.subject, kept.keep_until) == (dossier.citizen.id, dossier.id, date(2031, 12, 31))
    assert kept.digest == hashlib.sha256(kept.text.encode()).hexdigest()
    assert all(line.partition(" : ")[2] in shown for line in kept.text.split("\n"))
    page = unescape(browser.get("/mon-compte/donnees/preuves").content.decode())
    assert "Gardé jusqu’au 31" in page
    assert kept.text.split("\n")[0] in page


def test_a_consent_is_kept_and_its_end_too(world: World) -> None:
    house, user = employer(world), world.person()
    key = house.affiliate(Actor.citizen(user.id))
    browser = sign_in(Client(), user)
    browser.post(f"/mon-compte/employeur/{key}/courriels", {"agreed": "yes"})
    kept = Receipt.objects.get()
    assert kept.text in unescape(browser.get("/mon-compte/employeur").content.decode()) or "aussi aller" in kept.text
    assert kept.withdrawn_at is None
    browser.post(f"/mon-compte/employeur/{key}/courriels", {"agreed": "no"})
    kept.refresh_from_db()
    assert kept.withdrawn_at is not None


def test_a_receipt_goes_the_day_after_the_one_that_was_said(world: World) -> None:
    test_the_notice_shown_before_signing_is_kept_with_the_date_it_goes(world)
    rule = next(rule for rule in retention.rules() if rule.code == "accounts.receipts")
    last = datetime(2031, 12, 31, 22, 0, tzinfo=UTC)
    assert (rule.due(last), rule.erase(last)) == (0, 0)
    assert (rule.due(last + timedelta(hours=2)), rule.erase(last + timedelta(hours=2))) == (1, 1)
    assert rule.erase(last + timedelta(hours=2)) == 0
