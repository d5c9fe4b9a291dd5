"""Who is not eligible is told why before she starts and before she sends; who is, how much and how."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from mob.identity.models import User
from tests.factories import computing as ruled
from tests.factories.accounts import sign_in
from tests.factories.dossiers import Dossier, signature
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
CLOSED = replace(ruled.RULES, allows_anyway=False)
LOCAL = replace(
    ruled.RULES,
    text=ruled.TEXT.replace("      - vélo", "      - localisation . région = '84'\n      - vélo", 1),
    examples=(replace(ruled.PAID, answers=(*ruled.PAID.answers, ("localisation . région", "84"))),),
)
PARIS = "75056"


def browser(dossier: Dossier) -> Client:
    return sign_in(Client(), User.objects.get(id=dossier.citizen.id))


def see(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def test_before_sending_the_amount_is_told_with_its_computation(world: World) -> None:
    dossier = ruled.ready(world, ruled.aid(world))
    page = see(browser(dossier), dossier.path("verifier"))
    assert "vous pouvez recevoir 360\u00a0€" in page
    assert "Ce n’est pas encore une promesse" in page
    assert "Prix du vélo : 500\u00a0€ au moins" in page
    assert 'href="https://www.exemple.fr/deliberation"' in page


def test_who_is_not_eligible_is_told_why_and_may_send_where_the_funder_allows_it(world: World) -> None:
    dossier = ruled.ready(world, ruled.aid(world), prix_velo="300")
    page = see(browser(dossier), dossier.path("verifier"))
    assert "cette aide n’est pas pour vous" in page
    assert "Prix du vélo : 500\u00a0€ au moins (ici 300\u00a0€)" in page
    assert "le financeur décide" in page
    assert dossier.path("envoyer") in page


def test_who_is_barred_is_told_what_to_do_and_has_no_way_to_send(world: World) -> None:
    dossier = ruled.ready(world, ruled.aid(world, rules=CLOSED), prix_velo="300")
    client = browser(dossier)
    page = see(client, dossier.path("verifier"))
    assert "Le financeur ne prend pas de demande dans ce cas." in page
    assert dossier.path("envoyer") not in page
    assert client.get(dossier.path("envoyer")).headers["Location"] == dossier.path("verifier")
    signed = {"version": "x", "digest": "y"}
    assert client.post(dossier.path("envoyer"), signed).status_code in (302, 303, 409)


def test_a_signature_sent_all_the_same_leads_back_to_the_reasons(world: World) -> None:
    dossier = ruled.ready(world, ruled.aid(world, rules=CLOSED), prix_velo="300")
    words = signature(dossier)
    answer = browser(dossier).post(dossier.path("envoyer"), {"version": words.text_version, "digest": words.text_hash})
    assert answer.headers["Location"] == dossier.path("verifier")


@pytest.mark.parametrize("value", ["400", "0"])
def test_rules_that_fail_for_her_price_never_break_the_page(world: World, value: str) -> None:
    text = ruled.TEXT.replace("40% * vélo . prix", "400 € * 500 € / (vélo . prix - 400 €)").replace(">= 500", ">= 0")
    rules = replace(ruled.RULES, text=text, examples=(replace(ruled.PAID, amount=None),))
    dossier = ruled.ready(world, ruled.aid(world, rules=rules), prix_velo=value)
    page = see(browser(dossier), dossier.path("verifier"))
    assert "cette aide" in page or "une personne examinera votre demande" in page


def test_the_aids_page_says_why_not_when_the_town_is_known_and_nothing_otherwise(world: World) -> None:
    made = ruled.aid(world, rules=LOCAL)
    assert "pas pour vous" not in see(Client(), f"/aides/{made.slug}")
    page = see(Client(), f"/aides/{made.slug}?commune={PARIS}")
    assert "D’après ce que nous savons, cette aide n’est pas pour vous." in page
    assert "Région : Auvergne-Rhône-Alpes (ici Île-de-France)" in page


def test_one_starts_where_the_funder_allows_it_and_not_where_it_does_not(world: World) -> None:
    dossier = ruled.ready(world, ruled.aid(world, rules=LOCAL))
    client = browser(dossier)
    elsewhere = replace(
        LOCAL,
        text=LOCAL.text.replace("'84'", "'11'"),
        examples=(replace(LOCAL.examples[0], answers=(*ruled.PAID.answers, ("localisation . région", "11"))),),
    )
    allowed = see(client, f"/aides/{ruled.aid(world, rules=elsewhere).slug}/demander")
    assert "Vous pouvez tout de même demander" in allowed
    assert "Commencer" in allowed
    barred = ruled.aid(world, rules=replace(elsewhere, allows_anyway=False))
    page = see(client, f"/aides/{barred.slug}/demander")
    assert "Le financeur ne prend pas de demande dans ce cas." in page
    assert "Commencer" not in page
