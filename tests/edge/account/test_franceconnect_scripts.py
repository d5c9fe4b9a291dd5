"""The invented people of the FranceConnect stand-in, each acting what may go wrong: what a person reads, what the log says."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from mob.identity import selectors
from mob.identity.models import ExternalIdentity, User
from mob.identity.types import ClaimName
from mob.integrations.standins import Standins
from mob.kernel.actor import Actor
from tests.factories.accounts import Mailbox
from tests.factories.standins import come, served

pytestmark = pytest.mark.django_db
FIRST_TIME = "/connexion/premiere-visite"


@pytest.fixture
def standins() -> Iterator[Standins]:
    with served() as standins:
        yield standins


@pytest.mark.parametrize(
    ("person", "status", "reason"),
    [
        ("signature", 400, "refused: signature"),
        ("identite", 400, "refused: userinfo_signature"),
        ("nonce", 400, "refused: nonce"),
        ("destinataire", 400, "refused: audience"),
        ("perimee", 400, "refused: expired"),
        ("autre", 400, "refused: userinfo_subject"),
        ("niveau", 400, "refused: acr_too_low"),
        ("panne", 503, "unavailable: franceconnect answered 503"),
        ("lenteur", 503, "unavailable: no answer within"),
        ("refus", 200, "refused: cancelled"),
    ],
)
def test_each_fault_is_a_kind_page_and_a_reason_of_its_own(
    standins: Standins, caplog: pytest.LogCaptureFixture, person: str, status: int, reason: str
) -> None:
    """e6. A proofing that failed never reads as « not eligible », and leaves nobody."""
    with caplog.at_level(logging.WARNING):
        page = come(Client(), standins, "franceconnect", person)
    assert (page.status_code, reason in caplog.text) == (status, True), caplog.text
    assert "Cela ne dit rien de vos droits" in page.content.decode()
    assert not User.objects.exists()


def first_time(browser: Client, mailbox: Mailbox, email: str) -> str:
    assert browser.post(FIRST_TIME, {"email": email})["Location"] == "/connexion/code"
    return browser.post("/connexion/code", {"code": mailbox.code})["Location"]


def test_a_key_renewed_meanwhile_troubles_nobody(standins: Standins, mailbox: Mailbox) -> None:
    assert come(Client(), standins, "franceconnect", "cle")["Location"] == FIRST_TIME


def test_somebody_born_abroad_of_whom_no_day_is_known_is_certified_for_the_rest(
    standins: Standins, mailbox: Mailbox
) -> None:
    browser = Client()
    come(browser, standins, "franceconnect", "amadou")
    first_time(browser, mailbox, "amadou.traore@exemple.fr")
    view = selectors.profile_of(Actor.system(), User.objects.get().id)
    assert view.claims[ClaimName.BIRTH_NAME].is_certified
    assert ClaimName.BIRTH_DATE not in view.claims


def test_two_people_of_one_civil_identity_have_each_their_account(standins: Standins, mailbox: Mailbox) -> None:
    for person, email in (("marc", "marc.aubry@exemple.fr"), ("marc-bis", "m.aubry@exemple.fr")):
        browser = Client()
        assert come(browser, standins, "franceconnect", person)["Location"] == FIRST_TIME
        first_time(browser, mailbox, email)
    assert User.objects.count() == ExternalIdentity.objects.count() == 2


def test_an_address_that_is_somebody_elses_account_warns_before_they_are_linked(
    standins: Standins, mailbox: Mailbox
) -> None:
    browser = Client()
    come(browser, standins, "franceconnect", "marc")
    first_time(browser, mailbox, "zoe.oneill@exemple.fr")
    other = Client()
    come(other, standins, "franceconnect", "zoe")
    assert first_time(other, mailbox, "zoe.oneill@exemple.fr") == "/mon-compte/identites/lier"
    page = other.get("/mon-compte/identites/lier").content.decode()
    assert "Les deux ne disent pas la même chose" in page
    assert other.post("/mon-compte/identites/lier").status_code == 409  # certified as somebody else's
    assert ExternalIdentity.objects.count() == 1
