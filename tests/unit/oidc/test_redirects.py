"""Redirect addresses: to the letter, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.identity.oidc.redirects import check_redirect, is_registered, origin_of, web_origin
from mob.kernel.errors import Invalid

pytestmark = pytest.mark.abuse(48)
WEB = "https://appli.exemple.fr/retour?de=mob"
LOOPBACK = "http://127.0.0.1:0/retour"


@pytest.mark.parametrize(
    "asked",
    [
        WEB + "\n",
        "HTTPS" + WEB[5:],
        WEB.replace("appli", "APPLI"),
        WEB + "&x=1",
        WEB.partition("?")[0],
        WEB.replace("?de", "/?de"),
        WEB.replace("retour", "retour/../autre"),
        WEB.replace("retour", "retour%2f"),
        WEB.replace("fr/", "fr:443/"),
        WEB.replace("fr/", "fr:8443/"),
        WEB.replace("https:", "http:"),
        WEB.replace("https://", "https://appli.exemple.fr@"),
        WEB.replace("fr/", "fr.mechant.example/"),
        WEB.replace("https://", "https://x"),
        WEB.replace("/retour", "\\retour"),
        WEB + "#",
        " " + WEB,
        "https://аppli.exemple.fr/retour?de=mob",
        "",
    ],
)
def test_nothing_but_the_registered_text_is_answered(asked: str) -> None:
    assert not is_registered(asked, (WEB,), is_public_native=False)
    assert not is_registered(asked, (WEB,), is_public_native=True)


@given(st.text(max_size=80))
@settings(max_examples=50)
def test_whatever_else_is_asked_is_not_registered(asked: str) -> None:
    assert is_registered(asked, (WEB, LOOPBACK), is_public_native=False) == (asked in (WEB, LOOPBACK))


def test_a_program_on_the_person_s_machine_takes_the_port_it_gets() -> None:
    for port in ("1", "8080", "65535"):
        asked = f"http://127.0.0.1:{port}/retour"
        assert is_registered(asked, (LOOPBACK,), is_public_native=True)
        assert not is_registered(asked, (LOOPBACK,), is_public_native=False)
    for asked in (
        "http://127.0.0.1:0/retour2",
        "http://127.0.0.1:65536/retour",
        "http://127.0.0.2:80/retour",
        "http://localhost:80/retour",
        "https://127.0.0.1:80/retour",
        "http://127.0.0.1:80@mechant.example/retour",
        "http://127.0.0.1:80/retour\n",
    ):
        assert not is_registered(asked, (LOOPBACK,), is_public_native=True), asked


@pytest.mark.parametrize(
    "uri",
    [
        "https://appli.exemple.fr/*",
        "https://*.exemple.fr/",
        "HTTPS://appli.exemple.fr/",
        "https://u:p@appli.exemple.fr/",
        "https://appli.exemple.fr/#x",
        "https://appli.exemple.fr/a b",
        "https://appli.exemple.fr/a\n",
        "https://appli.exemple.fr/../a",
        "https://appli.exemple.fr/%2e%2e/a",
        "https://appli.exemple.fr\\@x.fr/",
        "https://[::1",
        "https://appli.exemple.fr:x/",
        "https:///retour",
        "http://appli.exemple.fr/",
        "javascript:alert(1)",
        "data:text/html,x",
        "com.exemple.appli:/retour",
        "https://appli.exemplé.fr/",
        "",
    ],
)
def test_what_may_not_be_registered_by_a_site(uri: str) -> None:
    with pytest.raises(Invalid):
        check_redirect(uri, is_native=False, allows_local=False)


def test_what_may_be_registered() -> None:
    assert check_redirect(WEB, is_native=False, allows_local=False) == WEB
    assert check_redirect("http://localhost:8001/r", is_native=False, allows_local=True)
    for uri in ("http://127.0.0.1:0/r", "http://[::1]:0/r", "com.exemple.appli:/retour"):
        assert check_redirect(uri, is_native=True, allows_local=False) == uri
    with pytest.raises(Invalid):
        check_redirect("http://localhost:8001/r", is_native=False, allows_local=False)


def test_the_origin_of_an_address_is_what_a_page_may_lead_to() -> None:
    assert origin_of(WEB) == "https://appli.exemple.fr"
    assert origin_of("com.exemple.appli:/retour") == "com.exemple.appli:"


@pytest.mark.parametrize(
    ("uri", "origin"),
    [
        ("https://page.exemple.fr:443/a", "https://page.exemple.fr"),
        ("https://Page.Exemple.fr:8443/a?b", "https://page.exemple.fr:8443"),
        ("http://[::1]:80/a", "http://[::1]"),
        ("fr.exemple.appli:/retour", ""),
        ("", ""),
    ],
)
def test_an_origin_is_written_as_browsers_do(uri: str, origin: str) -> None:
    assert web_origin(uri) == origin
