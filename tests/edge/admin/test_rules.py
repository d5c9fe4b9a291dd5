"""The rules of an aid in the administration: with a form or as text, kept whatever they hold, tried before they serve."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from mob.applications.models import Application
from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.models import Aid
from mob.catalogue.types import FrequencyUnit, Outcome, Together
from mob.kernel.actor import Actor, Role
from tests.edge.admin.pages import errors_in, hidden_version, main_of
from tests.factories import computing, dossiers, ruled
from tests.factories.sessions import strong_client

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()
GOOD = "aide:\n  applicable si: demandeur . âge >= 18 an\n  valeur: 25% * vélo . prix\n  plafond: 400 €\n"
AGE, PRICE = "demandeur . âge", "vélo . prix"


@pytest.fixture
def editor(staff) -> Client:
    return staff(Role.CONTENT_EDITOR)


@pytest.fixture
def draft(editor, funder) -> str:
    response = editor.post(
        "/administration/aides/nouvelle", {"funder": str(funder.id), "title": "Prime cargo", "level": "epci"}
    )
    return str(response.headers["Location"])


def rules_of(draft: str):
    aid = Aid.objects.get(id=draft.rpartition("/")[2])
    return catalogue.editing(SYSTEM, aid.id).content.rules


def send(client: Client, address: str, **typed: Any):
    version = hidden_version(client.get(address))
    return client.post(address, {"version": version, **typed})


def write(client: Client, draft: str, text: str = GOOD, **typed: Any):
    return send(client, f"{draft}/calcul/texte", text=text, allows_anyway="on", **typed)


def field_of(fact: str) -> str:
    from mob.web.admin.aid_rules.answers import field_name

    return field_name(fact)


def test_an_aid_without_rules_offers_both_ways_to_write_them(editor, draft):
    page = main_of(editor.get(f"{draft}/calcul"))
    assert "Sans calcul" in page
    assert f"{draft}/calcul/formulaire" in page
    assert f"{draft}/calcul/texte" in page
    assert f'href="{draft}/calcul"' in main_of(editor.get(draft))


def test_rules_as_text_are_kept_read_in_words_and_ask_their_questions(editor, draft):
    response = write(editor, draft, frequency_months="36", frequency_per="household")
    assert response.headers["Location"] == f"{draft}/calcul"
    kept = rules_of(draft)
    assert (kept.text, kept.target, kept.allows_anyway) == (GOOD, "aide", True)
    assert (kept.frequency.months, kept.frequency.per) == (36, FrequencyUnit.HOUSEHOLD)
    page = main_of(editor.get(f"{draft}/calcul"))
    assert "25\u202f%" in page or "25\u00a0%" in page or "25 %" in page
    assert "Quel est le prix du vélo ?" in page
    assert "Une fois tous les 36 mois par foyer" in page


def test_what_an_aid_allows_beside_others_is_kept_and_read_back(editor, draft):
    beside = {"most_percent": "80", "most": "1 000", "left": "50", "completes_local": "on"}
    write(editor, draft, **beside)
    assert rules_of(draft).together == Together(most_percent=80, most=100_000, left=5_000, completes_local=True)
    page = main_of(editor.get(f"{draft}/calcul")).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Toutes les aides ensemble : 80 % du prix, 1 000 € au plus." in page
    assert "Reste à payer : 50 € au moins." in page
    assert "Pas plus que ce que donnent ensemble les aides plus proches." in page
    again = editor.get(f"{draft}/calcul/texte").content.decode()
    assert 'value="80"' in again
    assert 'value="1\u202f000' in again or 'value="1 000' in again or 'value="1\u00a0000' in again
    assert write(editor, draft, most_percent="101").status_code == 422


def test_mistakes_are_told_at_their_line_the_text_is_kept_as_typed_and_what_people_read_stays(editor, draft):
    text = "aide:\n  valeur: vélo . pris * 10%\n  plafond: 3 km\nvélo . prix: 3 €\n"
    response = write(editor, draft, text)
    assert response.headers["Location"] == f"{draft}/calcul/texte"
    page = main_of(editor.get(f"{draft}/calcul/texte"))
    assert "points à corriger" in page
    assert [line for line in range(6) if f"Ligne {line}</a>" in page] == [2, 3, 4]
    assert "Vouliez-vous écrire « vélo . prix »" in page
    assert text.strip() in page
    assert rules_of(draft).text == text
    assert "points à corriger" in editor.post(f"{draft}/calcul/verifier", {"text": text}).content.decode()
    assert f'href="{draft}/calcul/texte"' in main_of(editor.get(draft))
    assert editor.post(f"{draft}/publier", {"version": "2"}).status_code == 422


def test_a_text_too_long_is_refused_and_nothing_typed_is_lost(editor, draft):
    text = "aide . a: 1 €\n" * 15_000
    response = write(editor, draft, text)
    assert response.status_code == 422
    assert errors_in(response) == ["#id_text"]
    assert text.strip() in main_of(response)
    assert rules_of(draft) is None
    assert editor.post(f"{draft}/calcul/verifier", {"text": text}).status_code == 200


def test_a_second_author_is_told_and_her_text_stays(editor, draft):
    write(editor, draft)
    response = editor.post(f"{draft}/calcul/texte", {"version": "1", "text": "aide: 3 €"})
    assert response.status_code == 422
    assert "aide: 3 €" in main_of(response)
    assert rules_of(draft).text == GOOD


FORM = {
    "cut": "income",
    "brackets": "2",
    "bonuses": "1",
    "b0_up_to": "15 400",
    "b0_percent": "40",
    "b0_cap": "400",
    "b1_percent": "12,5",
    "b1_cap": "200,50",
    "x0_amount": "50",
    "x0_question": "Achetez-vous aussi un casque ?",
    "disability": "100",
    "minimum_age": "18",
    "places": "Métropole de Lyon\n2A004",
    "institutions": "INSA Lyon\nLycée d'Ajaccio",
    "statuses": ["étudiant"],
    "source_url": "https://exemple.fr/reglement",
    "article_minimum_age": "Article 2",
    "allows_anyway": "on",
}


def test_a_form_makes_rules_and_opens_again_as_it_was_left(editor, draft):
    response = send(editor, f"{draft}/calcul/formulaire", **FORM)
    assert response.status_code == 302, main_of(response)
    kept = rules_of(draft)
    assert "12.5% * vélo . prix" in kept.text
    assert "localisation . epci = 'Métropole de Lyon'" in kept.text
    assert json.loads(kept.shape)["minimum_age"] == 18
    page = main_of(editor.get(f"{draft}/calcul/formulaire"))
    for shown in (
        "15\u202f400",
        "12,5",
        "200,50",
        "Achetez-vous aussi un casque ?",
        "Ajaccio [commune 2A004]",
        "Article 2",
    ):
        assert shown in page
    assert "Avec un formulaire" in main_of(editor.get(f"{draft}/calcul"))
    assert "Changer le formulaire" in main_of(editor.get(f"{draft}/calcul"))


def test_rows_are_added_and_removed_with_what_was_typed_kept_and_nothing_saved(editor, draft):
    address = f"{draft}/calcul/formulaire"
    more = send(editor, address, **FORM, do="add-bracket")
    assert more.status_code == 200
    page = main_of(more)
    assert 'name="brackets" value="3"' in page
    assert 'name="b2_up_to"' in page
    assert 'value="15 400"' in page
    less = send(editor, address, **FORM, do="remove-bracket-0")
    page = main_of(less)
    assert 'name="brackets" value="1"' in page
    assert 'name="b0_percent" value="12,5"' in page
    none = main_of(send(editor, address, **FORM, do="remove-bonus-0"))
    assert 'name="bonuses" value="0"' in none
    for odd in ("remove-bracket-9", "remove-bracket-", "remove-bonus--1", "x" * 500):
        assert send(editor, address, **FORM, do=odd).status_code == 200
    assert rules_of(draft) is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"b0_amount": "300"}, "b0_amount"),
        ({"b0_percent": "NaN"}, "b0_percent"),
        ({"b0_percent": "1e9"}, "b0_percent"),
        ({"b0_up_to": "beaucoup"}, "b0_up_to"),
        ({"b1_up_to": "10 000"}, "b1_up_to"),
        ({"maximum_age": "12"}, "maximum_age"),
        ({"places": "Nulle-Part"}, "places"),
        ({"places": "Saint-Denis"}, "places"),
        ({"x0_amount": ""}, "x0_amount"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"brackets": "3"}, "b2_amount"),
    ],
)
def test_what_the_form_cannot_use_is_told_at_its_field(editor, draft, typed, field):
    response = send(editor, f"{draft}/calcul/formulaire", **{**FORM, **typed})
    assert response.status_code == 422
    assert f"#id_{field}" in errors_in(response)
    assert "Achetez-vous aussi un casque ?" in main_of(response)
    assert rules_of(draft) is None


def test_what_the_form_would_say_is_read_in_words_before_it_is_saved(editor, draft):
    look = send(editor, f"{draft}/calcul/formulaire", **FORM, do="look")
    assert "Avoir au moins 18 ans" in main_of(look)
    piece = editor.post(f"{draft}/calcul/verifier", FORM).content.decode()
    assert "Avoir au moins 18 ans" in piece
    assert "<main" not in piece
    assert editor.post(f"{draft}/calcul/verifier", {"cut": "??"}).status_code == 200
    assert rules_of(draft) is None


def test_a_text_changed_by_hand_is_no_form_any_more(editor, draft):
    send(editor, f"{draft}/calcul/formulaire", **FORM)
    text = rules_of(draft).text.replace("plafond: 400 €", "plafond: 450 €")
    write(editor, draft, text)
    assert rules_of(draft).shape == ""
    assert "En texte" in main_of(editor.get(f"{draft}/calcul"))


def example(client: Client, draft: str, **typed: Any):
    answers = {field_of(AGE): "30", field_of(PRICE): "1 200"}
    kept = {"name": "Cargo à 1 200 €", "outcome": "eligible", "amount": "300", **answers, **typed}
    return send(client, f"{draft}/calcul/exemples/nouveau", **kept)


def test_an_example_is_run_and_shown_with_what_came_out(editor, draft):
    write(editor, draft)
    assert "exemple" in main_of(editor.get(draft))
    assert example(editor, draft).status_code == 302
    (kept,) = rules_of(draft).examples
    assert (kept.name, kept.outcome, kept.amount) == ("Cargo à 1 200 €", Outcome.ELIGIBLE, 300_00)
    assert dict(kept.answers) == {AGE: 30.0, PRICE: 1200.0}
    assert "Comme attendu" in main_of(editor.get(f"{draft}/calcul"))
    example(editor, draft, name="Trop jeune", amount="", **{field_of(AGE): "17"})
    page = main_of(editor.get(f"{draft}/calcul"))
    assert "N’a pas droit à l’aide" in page
    assert f'href="{draft}/calcul/exemples/2"' in page  # where what must be mended before publishing leads
    assert "Trop jeune" in main_of(editor.get(draft))


def test_an_example_is_changed_and_removed(editor, draft):
    write(editor, draft)
    example(editor, draft)
    address = f"{draft}/calcul/exemples/1"
    assert "1200" in main_of(editor.get(address))
    assert send(editor, address, name="Un autre", outcome="undetermined").status_code == 302
    assert rules_of(draft).examples[0].answers == ()
    assert editor.post(f"{address}/retirer", {"sure": "1"}).status_code == 302
    assert rules_of(draft).examples == ()
    assert editor.get(address).status_code == 404


@pytest.mark.parametrize("typed", ["beaucoup", "inf", "nan", "١٢", "1e999"])
def test_an_answer_that_is_no_number_is_refused_at_its_field(editor, draft, typed):
    write(editor, draft)
    response = example(editor, draft, **{field_of(PRICE): typed})
    assert response.status_code == 422
    assert errors_in(response) == [f"#id_{field_of(PRICE)}"]
    assert rules_of(draft).examples == ()


def test_rules_are_tried_on_a_person_and_nothing_is_kept(editor, draft):
    write(editor, draft)
    address = f"{draft}/calcul/essayer"
    before = rules_of(draft)
    page = main_of(editor.post(address, {field_of(AGE): "30", field_of(PRICE): "1000"}))
    assert "250\u00a0€" in page
    assert "Le calcul" in page
    page = main_of(editor.post(address, {field_of(AGE): "12"}))
    assert "N’a pas droit à l’aide" in page
    assert "(ici 12" in page
    page = main_of(editor.post(address, {}))
    assert "Il manque" in page
    kept = editor.post(f"{draft}/calcul/exemples/nouveau", {"do": "keep", field_of(AGE): "12"})
    assert 'value="12"' in main_of(kept)
    assert rules_of(draft) == before


def test_a_town_is_asked_when_places_count_and_found_by_name(editor, draft):
    write(editor, draft, "aide:\n  applicable si: localisation . département = '38'\n  valeur: 10 €\n")
    address = f"{draft}/calcul/essayer"
    assert 'name="lieu"' in main_of(editor.get(address))
    assert "10\u00a0€" in main_of(editor.post(address, {"lieu": "Grenoble"}))
    assert "N’a pas droit" in main_of(editor.post(address, {"lieu": "Grasse"}))
    wrong = editor.post(address, {"lieu": "Nulle-Part-sur-Rien"})
    assert wrong.status_code == 422
    send(editor, f"{draft}/calcul/exemples/nouveau", name="À Grenoble", outcome="eligible", lieu="Grenoble")
    assert "Grenoble" in main_of(editor.get(f"{draft}/calcul/exemples/1"))


def test_rules_leave_an_aid_that_stops_computing(editor, draft):
    write(editor, draft)
    assert editor.post(f"{draft}/calcul/retirer", {"sure": "1"}).status_code == 302
    assert rules_of(draft) is None
    for page in ("essayer", "exemples/nouveau", "exemples/1", "retirer"):
        assert editor.get(f"{draft}/calcul/{page}").status_code == 404


def test_each_version_keeps_and_shows_its_rules_and_applications_under_way_follow_theirs(editor, funder, world):
    aid_id = services.create_aid(SYSTEM, funder_id=funder.id, content=ruled.bicycle(), now=world.now)
    services.publish(SYSTEM, aid_id=aid_id, now=world.now)
    aid = Aid.objects.get(id=aid_id)
    dossier = dossiers.started(world, aid, world.citizen())
    draft = f"/administration/aides/{aid_id}"
    write(editor, draft, ruled.BICYCLE.replace("plafond: 400 €", "plafond: 450 €"), frequency_months="12")
    before = Application.objects.get(id=dossier.id).aid_version_id
    assert editor.post(f"{draft}/publier", {"version": hidden_version(editor.get(draft))}).status_code == 302
    aid.refresh_from_db()
    assert aid.current_id != before
    assert catalogue.version(before).rules.text == ruled.BICYCLE
    assert catalogue.version(Application.objects.get(id=dossier.id).aid_version_id).number == 1
    history = main_of(editor.get(f"{draft}/historique"))
    assert all(f"{draft}/historique/{row}/calcul" in history for row in (before, aid.current_id))
    page = main_of(editor.get(f"{draft}/historique/{aid.current_id}/calcul"))
    for line in ("  plafond: 450 €", "  plafond: 400 €", "# Une fois tous les 12 mois par personne"):
        assert line in page
    assert editor.get(f"{draft}/historique/{dossier.id}/calcul").status_code == 404


def test_rules_are_replayed_on_the_applications_one_may_see(editor, funder, world):
    aid = computing.aid(world, funder)
    dossier = computing.sent(world, aid)
    draft = f"/administration/aides/{aid.id}"
    write(editor, draft, computing.TEXT.replace("valeur: 40%", "valeur: 20%"))
    page = main_of(editor.get(f"{draft}/calcul/rejouer"))
    assert "Vous n’examinez pas de demandes" in page
    assert dossier.reference not in page
    user = world.person()
    world.staff(funder, Role.CONTENT_EDITOR, user=user)
    world.staff(funder, Role.CASE_MANAGER, user=user)
    page = main_of(strong_client(user).get(f"{draft}/calcul/rejouer"))
    assert f"/gestion/demandes/{dossier.reference}" in page
    assert page.index("360\u00a0€") < page.index("180\u00a0€")
