"""The dashboard at the desk: its figures, where they lead, and what it says when there is nothing."""

from __future__ import annotations

import html
import re

import pytest

from mob.applications import services as applications
from mob.applications.types import AwardTerms, PaymentMode, RejectionReason
from mob.journal import runner
from mob.kernel.actor import Role
from mob.kernel.money import Cents
from tests.edge.funder.conftest import Desk
from tests.factories import dossiers
from tests.factories.money import Town

pytestmark = pytest.mark.django_db
ADDRESS = "/gestion/tableau-de-bord"


def lived(desk: Desk) -> None:
    """One granted, one refused, one waiting."""
    granted, refused, _ = (desk.received() for _ in range(3))
    terms = AwardTerms(PaymentMode.SINGLE, Cents(123_450))
    applications.approve(desk.agent, application_id=granted.id, terms=terms, now=desk.world.now)
    reason = RejectionReason.PROOF_INVALID
    applications.reject(
        desk.agent, application_id=refused.id, reason=reason, text="Non.", appeal="Deux mois.", now=desk.world.now
    )
    runner.run_due(desk.world.later(minutes=1))


def links(page: str) -> list[tuple[str, str]]:
    """(address, what is written) of every number that opens its files."""
    found = re.findall(r'<a href="(/gestion/\?[^"]+)">([^<]+)</a>', page)
    return [(html.unescape(href), shown) for href, shown in found]


def test_every_number_opens_as_many_files(desk: Desk) -> None:
    lived(desk)
    counted = 0
    for address, shown in links(desk.browser.get(f"{ADDRESS}?annee=2026&semestre=1").text):
        if shown.isdigit():
            listed = desk.browser.get(address).text
            assert listed.count('<th scope="row" class="who"') == int(shown), (address, shown)
            counted += 1
    assert counted >= 10


def test_figures_are_drawn_and_told_in_tables_without_inline_style(desk: Desk) -> None:
    lived(desk)
    page = desk.browser.get(ADDRESS).text
    assert page.count('<svg class="chart"') == page.count('<caption class="visually-hidden"') >= 5
    assert "1\u202f234,50\u00a0€" in page
    assert " style=" not in page
    assert "Un justificatif n’est pas valable" in page


def test_the_money_of_the_year_opens_its_envelope(desk: Desk) -> None:
    town = Town(desk.world, desk.funder, desk.aid, desk.agent, desk.colleague(Role.SUPERVISOR))
    envelope = town.envelope(200_000)
    lived(desk)
    page = desk.browser.get(ADDRESS).text
    for shown in ("2\u202f000\u00a0€", "1\u202f234,50\u00a0€", "0\u00a0€", "765,50\u00a0€"):
        assert f'<a href="/gestion/enveloppes#enveloppe-{envelope.id}">{shown}</a>' in page
    assert "62\u00a0%" in page
    assert f'id="enveloppe-{envelope.id}"' in desk.browser.get("/gestion/enveloppes").text
    assert "enveloppe-" not in desk.browser.get(f"{ADDRESS}?annee=2025").text


def test_people_are_counted_beside_applications(desk: Desk) -> None:
    lived(desk)
    person = desk.world.citizen()
    for aid in (desk.world.aid(desk.funder), desk.world.aid(desk.funder)):
        dossiers.sent(desk.world, aid, person)
    runner.run_due(desk.world.later(minutes=2))
    assert "de 4 personnes" in desk.browser.get(ADDRESS).text, "five applications"


@pytest.mark.parametrize("year", ["0000", "9999"])
def test_a_year_of_no_calendar_is_no_error(desk: Desk, year: str) -> None:
    assert desk.browser.get(f"{ADDRESS}?annee={year}&semestre=2").status_code == 200


def test_a_desk_without_files_says_so(desk: Desk) -> None:
    assert "Les chiffres apparaissent avec la première demande" in desk.browser.get(ADDRESS).text


def test_an_empty_period_offers_to_show_everything(desk: Desk) -> None:
    lived(desk)
    page = desk.browser.get(f"{ADDRESS}?annee=2019").text
    assert "Rien n’a été reçu sur cette période" in page
    assert f'href="{ADDRESS}"' in page


def test_what_makes_no_sense_in_the_address_is_left_out(desk: Desk) -> None:
    lived(desk)
    everything = desk.browser.get(ADDRESS).text
    odd = desk.browser.get(f"{ADDRESS}?annee=%D9%A2%D9%A0%D9%A2%D9%A6&semestre=9&aide=x&communaute=%00")
    assert odd.status_code == 200
    assert links(odd.text) == links(everything)
