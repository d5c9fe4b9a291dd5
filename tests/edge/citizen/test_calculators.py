"""The two calculators: no account, nothing kept, nothing in an address, every wrong answer told."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
STICKER, COMMUTE = "/simulateur/ma-vignette", "/simulateur/mobilite-domicile-travail"
CAR = {"kind": "car", "energy": "petrol", "euro": "4"}
YEAR = {"year": "2025", "ticket": "90,80", "period": "month", "allowance": "500"}


def registered(day: str) -> dict[str, str]:
    year, month, number = day.split("-")
    return {"first_registered_0": number, "first_registered_1": month, "first_registered_2": year}


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u202f", " ").replace("\xa0", " ").split())


def sent(client: Client, path: str, form: dict[str, str], status: int = 200) -> str:
    response = client.post(path, form)
    assert response.status_code == status, response.content.decode()
    assert "no-store" in response["Cache-Control"]
    return text(response.content.decode())


def test_the_norm_decides_and_the_page_says_so(client: Client) -> None:  # d1
    page = sent(client, STICKER, CAR | registered("2017-01-19"))
    assert "Crit’Air 2 La vignette jaune." in page
    assert "Elle ne suffit pas : on regarde la norme. Norme Euro Décide Euro 4 Elle passe avant la date." in page
    assert "Première immatriculation 19 janvier 2017 Pas regardée." in page
    assert "Arrêté du 21 juin 2016, annexe I" in page
    assert "reste à vérifier" not in page


def test_the_energy_decides_on_its_own(client: Client) -> None:  # d2
    page = sent(client, STICKER, CAR | {"energy": "electricity"})
    assert "Crit’Air E La vignette verte." in page
    assert "Énergie Décide Électricité seule" in page


def test_without_norm_the_date_decides_within_its_bounds(client: Client) -> None:  # d3
    page = sent(client, STICKER, {"kind": "car", "energy": "diesel"} | registered("2009-06-30"))
    assert "Crit’Air 3 La vignette orange." in page
    assert "Cette classe va du 1er janvier 2006 au 31 décembre 2010." in page


def test_a_line_that_was_not_read_again_in_the_text_is_told(client: Client) -> None:
    page = sent(client, STICKER, {"kind": "truck", "energy": "diesel", "euro": "3"})
    assert "Crit’Air 5" in page
    assert "Cette ligne du tableau reste à vérifier." in page


def test_what_is_too_old_has_no_sticker(client: Client) -> None:
    page = sent(client, STICKER, {"kind": "car", "energy": "petrol"} | registered("1990-01-01"))
    assert "Pas de vignette Ce véhicule est trop ancien pour être classé." in page
    assert "Jusqu’au 31 décembre 1996, le texte ne donne pas de classe." in page


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        (STICKER, {}, "Il manque votre réponse"),
        (STICKER, CAR | {"kind": "rocket"}, "Sélectionnez un choix valide"),
        (STICKER, CAR | {"euro": "9"}, "Sélectionnez un choix valide"),
        (STICKER, {"kind": "car", "energy": "petrol"}, "Il nous faut cette date : sans norme classée, elle décide."),
        (STICKER, CAR | registered("2026-02-30"), "Cette date n’existe pas."),
        (STICKER, CAR | registered("2999-01-01"), "Cette date est à venir."),
        (STICKER, CAR | registered("1600-01-01"), "avant les premières plaques"),
        (COMMUTE, {"year": "2025"}, "Donnez au moins un montant"),
        (COMMUTE, {"allowance": "500"}, "Il manque votre réponse"),
        (COMMUTE, YEAR | {"year": "2019"}, "Sélectionnez un choix valide"),
        (COMMUTE, YEAR | {"period": ""}, "Dites si ce prix est pour un mois ou pour l’année."),
        (COMMUTE, YEAR | {"ticket": "-5"}, "n’est pas un montant"),
        (COMMUTE, YEAR | {"ticket": "99999999"}, "Ce montant ne convient pas."),
        (COMMUTE, YEAR | {"ticket_share": "40"}, "L’employeur paie entre 50 % et 100 % de l’abonnement."),
        (COMMUTE, YEAR | {"ticket_share": "beaucoup"}, "Écrivez un nombre entier de 1 à 100"),
        (COMMUTE, YEAR | {"working_time": "0"}, "Le temps de travail va de 1 % à 100 %"),
        (COMMUTE, YEAR | {"year": "2021", "voucher": "10"}, "Le titre-mobilité existe depuis 2022."),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_breaks(client: Client, path: str, form: dict[str, str], told: str) -> None:
    assert told in sent(client, path, form, 422)


def test_the_employers_part_is_split_to_the_cent(client: Client) -> None:  # a3
    page = sent(client, COMMUTE, YEAR)
    assert "900 € sont exonérés, 144,80 € ne le sont pas." in page
    assert "50 % de 1 089,60 €." in page
    assert "544,80 €" in page
    assert "L’employeur paie 1 044,80 €" in page
    assert "En 2025, le plafond est de 900 € par an, abonnement et forfait ensemble." in page
    assert "Reste sous le plafond de l’année 0 €" in page


def test_the_year_alone_changes_the_caps(client: Client) -> None:  # a7
    assert "En 2024, le plafond est de 800 € par an" in sent(client, COMMUTE, YEAR | {"year": "2024"})


def test_less_than_half_time_is_in_proportion(client: Client) -> None:  # a6
    page = sent(client, COMMUTE, YEAR | {"allowance": "", "working_time": "40 %"})
    assert "435,84 €" in page
    assert "en proportion d’un temps de travail sous le mi-temps" in page
    assert "Tout est exonéré." in page


def test_a_dear_ticket_is_never_cut_by_the_cap(client: Client) -> None:
    page = sent(client, COMMUTE, YEAR | {"ticket": "4000", "period": "year", "ticket_share": "75"})
    assert "elle n’est jamais réduite" in page


def test_a_rule_not_checked_for_the_year_is_told(client: Client) -> None:
    assert "Une règle de cette année reste à vérifier." in sent(client, COMMUTE, YEAR | {"year": "2020"})


@pytest.mark.parametrize(("path", "form"), [(STICKER, CAR), (COMMUTE, YEAR)])
def test_answers_are_kept_nowhere_and_an_address_says_nothing(client: Client, path: str, form: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = sent(client, path, form)
    assert not [query for query in asked.captured_queries if not query["sql"].startswith("SELECT")]
    assert "Vos réponses ne sont gardées nulle part." in page
    assert text(client.get(path, form).content.decode()) == text(client.get(path).content.decode())
    assert "checked" not in client.get(path).content.decode()


def test_the_simulator_leads_to_both_once(client: Client) -> None:
    main = client.get("/simulateur/").content.decode().partition("<main")[2].partition("</main>")[0]
    assert [main.count(f'href="{path}"') for path in (STICKER, COMMUTE)] == [1, 1]
