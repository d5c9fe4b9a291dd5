"""The pages people expect, and moB's former addresses."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import override

from mob.config import doctor
from mob.config.env import Env
from mob.editorial.tokens import missing
from mob.editorial.types import Page
from mob.privacy import data_map, treatments
from tests.factories.scene import Scene, Who
from tests.factories.world import World

EDIT = "/administration/pages/aide/fr"


@pytest.mark.django_db
@pytest.mark.parametrize("page", Page)
def test_every_link_of_a_page_leads_to_a_page_of_the_site(client: Client, page: Page) -> None:
    text = client.get(f"/{page.value}").content.decode()
    main = text[text.index("<main") :]
    for address in re.findall(r'href="(/[^"]*)"', main):
        path = urlsplit(address).path
        try:
            resolve(path)
        except Resolver404:
            assert path.startswith("/static/"), address


@pytest.mark.django_db
def test_the_home_page_has_one_field_and_a_door_for_each(client: Client) -> None:
    text = client.get("/").content.decode()
    assert len(re.findall(r'<input(?![^>]*type="hidden")', text)) == 1
    for door in ("/comment-ca-marche", "/territoires", "/employeurs", "/operateurs"):
        assert f'<h3><a href="{door}">' in text


@pytest.mark.django_db
def test_each_page_says_in_its_footer_that_accessibility_was_not_audited(client: Client) -> None:
    for page in Page:
        assert "Accessibilité : non conforme (non auditée)" in client.get(f"/{page.value}").content.decode().replace(
            "\xa0", " "
        )


@pytest.mark.django_db
def test_in_english_a_page_speaks_english(client: Client) -> None:
    client.post("/langue", {"language": "en", "next": "/"})
    assert "This list comes from the code itself" in client.get("/donnees-personnelles").content.decode()


@pytest.mark.django_db
def test_the_privacy_page_tells_every_processing_of_the_data_map(client: Client) -> None:
    page = html.unescape(client.get("/donnees-personnelles").content.decode())
    assert "{data_map}" not in page
    with override("fr"):
        told = [str(words) for each in treatments() for words in (each.title, each.purpose, each.basis, each.duration)]
        told += [str(datum.what) for table in data_map() for datum in table.data]
    assert not [words for words in told if words not in page]


@pytest.mark.django_db
def test_an_editor_looks_first_then_saves_and_people_read_it_with_its_date(scene: Scene) -> None:
    with scene.undone():
        editor, anybody = scene.browser(Who.PLATFORM), scene.browser(Who.ANONYMOUS)
        text = "## Nouveau texte\n\n<script>alert(1)</script> [ici](javascript:alert(1))"
        form = {"text": text, "based_on": "0"}
        looked = editor.post(EDIT, form | {"preview": "1"}).content.decode()
        assert "<h2>Nouveau texte</h2>" in looked
        assert "<script>alert" not in looked
        assert "Nouveau texte" not in anybody.get("/aide").content.decode()
        assert editor.post(EDIT, form).status_code == 302
        read = anybody.get("/aide").content.decode()
        assert "<h2>Nouveau texte</h2>" in read
        assert "Ce texte a changé le 12" in read.replace("\xa0", " ")
        assert editor.post(EDIT, form).status_code == 422
        assert "Texte n° 1" in editor.get(f"{EDIT}/historique").content.decode().replace("\xa0", " ")
        editor.post(f"{EDIT}/0/reprendre")
        assert "Nous joindre" in anybody.get("/aide").content.decode()


FORMER = [
    ("/mon-dashboard", "/demandes"),
    ("/mon-dashboard?tab=1&tab=2", "/demandes?tab=1&tab=2"),
    ("/subscriptions/new?incentiveId={id}", "/aides/{slug}"),
    ("/subscriptions/new?incentiveId={id}&utm=a%20b", "/aides/{slug}?utm=a+b"),
    ("/aide-page?incentiveId={id}", "/aides/{slug}"),
    ("/aide-page?incentiveId={key}&de=maas", "/aides/{slug}?de=maas"),
    ("/aide-page?incentiveId=inconnue", "/recherche"),
    ("/inscription/association?token=abc", "/mon-compte/employeur/lien?token=abc"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("former", "now"), FORMER)
def test_a_former_address_of_mob_leads_on_with_its_query(client: Client, world: World, former: str, now: str) -> None:
    aid = world.aid()
    names = {"id": aid.id, "key": aid.import_key, "slug": aid.slug}
    chain = client.get(former.format(**names), follow=True).redirect_chain
    assert now.format(**names) in [address for address, _status in chain]
    assert {status for _address, status in chain} <= {301, 302, 303}


def test_production_is_told_what_its_legal_notice_lacks() -> None:
    assert "MOB_PUBLISHER" in missing(Env())
    filled = dict.fromkeys(("publisher", "publisher_address", "publication_director", "hosting"), "x")
    filled |= dict.fromkeys(
        ("contact_email", "contact_phone", "contact_address", "contact_hours", "data_protection"), "x"
    )
    assert missing(Env(**filled)) == []


@pytest.mark.parametrize(("environment", "level"), [("demo", "note"), ("production", "WRONG")])
def test_the_doctor_complains_while_placeholders_remain(settings: object, environment: str, level: str) -> None:
    settings.ENV = Env(env=environment)  # type: ignore[attr-defined]
    found = doctor._pages()
    assert [finding.level.value for finding in found] == [level]
    assert "MOB_HOSTING" in found[0].text
