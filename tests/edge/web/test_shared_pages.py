"""Pages that belong to no audience: what they say, in which language, with which headers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from mob.web import views

WEB = Path(views.__file__).parent
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.edge.web.routes")]
PAGES = ["/", "/aide", "/accessibilite", "/statistiques", "/composants", "/gestion/bureau"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_title_one_h1_landmarks_and_no_inline_code(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]{3,} · moB</title>", page)
    assert '<main id="contenu"' in page
    assert 'href="#contenu"' in page
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", page)


def test_pages_are_french_whatever_the_browser_prefers(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == "fr"
    assert "Toutes vos aides à la mobilité, sur une seule ligne." in response.content.decode()


def test_the_demonstration_says_so_on_each_page(client: Client) -> None:
    for address in [*PAGES, "/nulle-part"]:
        assert re.search("envoyez pas de vrais papiers|do not send real papers", client.get(address).content.decode())


def test_no_cookie_is_set_on_the_home_page(client: Client) -> None:
    assert not client.get("/").cookies


def test_choosing_english_keeps_it_and_comes_back(client: Client) -> None:
    response = client.post("/langue", {"language": "en", "next": "/aide?de=loin"})
    assert (response.status_code, response.headers["Location"]) == (302, "/aide?de=loin")
    assert "All your mobility aids, on a single line." in client.get("/").content.decode()
    assert client.get("/").headers["Vary"] == "Cookie, Accept-Encoding"


@pytest.mark.parametrize(
    "elsewhere", ["https://autre.example/", "//autre.example", "/\\autre.example", "javascript:alert(1)", ""]
)
def test_changing_language_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.post("/langue", {"language": "en", "next": elsewhere}).headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    assert not client.post("/langue", {"language": "xx"}).cookies


def test_a_search_engine_reads_nothing_of_a_demonstration(client: Client) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_security_txt_names_a_contact_and_an_expiry(client: Client) -> None:
    text = client.get("/.well-known/security.txt").content.decode()
    assert re.search(r"^Contact: https?://\S+$", text, re.M)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.M)


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        response = client.get(icon["src"])
        response.close()
        assert response.status_code == 200


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    sprite = (WEB / "static" / "mob" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    templates = [template.read_text(encoding="utf-8") for template in WEB.rglob("*.html")]
    assert {name for text in templates for name in re.findall(r'{% icon "([^"]+)"', text)} <= known
