"""My employer, as a person does it: name it, open the link, find the aid, apply, be written to at work, leave."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from mob.catalogue.models import AidText
from mob.catalogue.services.publish import move_catalogue
from mob.directory.models import Affiliation
from mob.identity.models import User
from mob.kernel.actor import Actor
from tests.factories.accounts import sign_in
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/employeur"
SECRETS = ("Forfait secret", "Promesse secrète", "Conditions secrètes", "987")


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> Employer:
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.now)
    return employer(world)


@pytest.fixture
def aid(house: Employer) -> str:
    """The employer's aid, each of whose words would be recognised."""
    row = house.world.aid(house.funder, slug="aide-de-la-maison", max_amount_cents=98_700, level="employer")
    AidText.objects.filter(version=row.current).update(
        title=SECRETS[0], promise=SECRETS[1], conditions=SECRETS[2], amount_text="987 €"
    )
    move_catalogue()
    return f"/aides/{row.slug}"


@pytest.fixture
def person(house: Employer) -> User:
    return house.world.person("lea@exemple.fr")


def text_of(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def ask(browser: Client, house: Employer, **changes: str) -> object:
    form = {"first_name": "Léa", "last_name": "Petit", "work_address": f"lea@{DOMAIN}", "number": ""} | changes
    return browser.post(f"{HERE}/demander/{house.funder.slug}", form)


def link_of() -> str:
    from mob.directory import selectors

    mail = selectors.affiliation_mail(Affiliation.objects.get().id)
    assert mail is not None
    return f"{HERE}/lien?token={mail.token}"


def test_an_employer_s_aid_says_nothing_of_itself_to_others(aid: str, house: Employer, person: User) -> None:
    for browser in (Client(), sign_in(Client(), person)):
        page = browser.get(aid)
        assert page.status_code == 200
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert f"{HERE}/demander/{house.funder.slug}" in text_of(page)
        assert [secret for secret in SECRETS if secret in text_of(page)] == []
        assert browser.get(f"{aid}/demander").headers["Location"] == aid
        found = text_of(browser.get("/recherche?commune=99V01&q=forfait+secret"))
        assert "Forfait secret" not in found
        assert "aide-de-la-maison" not in found


def test_from_the_reserved_page_to_the_aid_by_the_mailed_link(aid: str, house: Employer, person: User) -> None:
    browser = sign_in(Client(), person)
    assert ask(browser, house).headers["Location"] == HERE  # type: ignore[attr-defined]
    assert f"lea@{DOMAIN}" in text_of(browser.get(HERE))
    link = link_of()
    for _scanner in range(2):
        assert Client().get(link).headers["Location"].startswith("/connexion?next=")
        assert browser.get(link).status_code == 200
    assert Affiliation.objects.get().state == "pending"
    path, _, token = link.partition("?token=")
    assert browser.post(path, {"token": token}).headers["Location"] == HERE
    assert browser.post(path, {"token": token}).status_code == 409
    page = text_of(browser.get(aid))
    assert all(secret in page for secret in SECRETS)
    assert "Forfait secret" in text_of(browser.get("/recherche?commune=99V01"))
    assert browser.post(f"{aid}/demander").headers["Location"].startswith("/demandes/")


def test_public_figures_do_not_name_the_aid(aid: str, house: Employer) -> None:
    from mob.catalogue.models import Aid
    from mob.catalogue.selectors import titles_of_aids

    own, town = Aid.objects.get(slug="aide-de-la-maison"), house.world.aid()
    assert set(titles_of_aids([own.id, town.id], language="fr")) == {town.id}


def test_facets_and_totals_count_the_aid_for_its_people_alone(aid: str, house: Employer, person: User) -> None:
    from datetime import date

    from mob.catalogue.search import SearchQuery, find
    from mob.catalogue.types import Level

    day, actor = date(2026, 3, 11), Actor.citizen(person.id)
    assert find(SearchQuery(), day=day, actor=actor).total == 0
    house.affiliate(actor, f"lea@{DOMAIN}")
    hers, anybodys = find(SearchQuery(), day=day, actor=actor), find(SearchQuery(), day=day)
    assert (hers.total, anybodys.total) == (1, 0)
    assert (hers.facets.levels[Level.EMPLOYER], anybodys.facets.levels[Level.EMPLOYER]) == (1, 0)


def test_the_link_of_another_account_says_so_and_changes_nothing(house: Employer, person: User) -> None:
    ask(sign_in(Client(), person), house)
    other = sign_in(Client(), house.world.person())
    path, _, token = link_of().partition("?token=")
    assert other.get(f"{path}?token={token}").status_code == 409
    assert other.post(path, {"token": token}).status_code == 409
    assert Affiliation.objects.get().state == "pending"


def test_mob_s_own_address_of_the_link_leads_here_with_its_query(client: Client) -> None:
    assert client.get("/inscription/association?token=abc.def").headers["Location"] == f"{HERE}/lien?token=abc.def"


def test_a_link_of_the_former_mob_says_what_to_do(house: Employer, person: User) -> None:
    page = sign_in(Client(), person).get(f"{HERE}/lien?token=eyJhbGciOiJIUzUxMiJ9.e30.c2ln")
    assert page.status_code == 404
    assert "demandez-en un nouveau" in text_of(page)


@pytest.mark.abuse(63)
@pytest.mark.parametrize("typed", [f"a@{DOMAIN}.evil", f"a@evil,b@{DOMAIN}", f"a@rh.{DOMAIN}", f"a@{DOMAIN}\u200b", ""])
def test_row_63_a_foreign_address_is_refused_at_its_field_with_what_was_typed_kept(
    house: Employer, person: User, typed: str
) -> None:
    page = ask(sign_in(Client(), person), house, work_address=typed, number="D-7")
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert 'value="D-7"' in text_of(page)
    assert not Affiliation.objects.exists()


def test_work_mails_are_agreed_and_taken_back_with_one_button(house: Employer, person: User) -> None:
    browser = sign_in(Client(), person)
    key = house.affiliate(Actor.citizen(person.id), f"lea@{DOMAIN}")
    for agreed in ("yes", "no"):
        browser.post(f"{HERE}/{key}/courriels", {"agreed": agreed})
        assert (Affiliation.objects.get().writes_to_work_since is not None) is (agreed == "yes")


def test_leaving_asks_once(house: Employer, person: User) -> None:
    browser = sign_in(Client(), person)
    key = house.affiliate(Actor.citizen(person.id), f"lea@{DOMAIN}")
    assert "Vous ne travaillez plus" in text_of(browser.get(f"{HERE}/{key}/fin"))
    assert Affiliation.objects.get().state == "confirmed"
    browser.post(f"{HERE}/{key}/fin")
    assert Affiliation.objects.get().state == "ended"


def test_nobody_to_name_is_said(world: World) -> None:
    page = sign_in(Client(), world.person()).get(HERE)
    assert "Aucun employeur n’est encore présent ici" in text_of(page)
