"""The tutorial is walked as it is written: its addresses, its buttons, its words and its commands, in order."""

from __future__ import annotations

import re
import shlex
from base64 import b64encode
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client as Browser

from mob.directory.models import PartnerTestPerson
from mob.identity.models import Client
from mob.identity.oidc import clients
from mob.web.operator import snippets
from tests.factories.partners import console
from tests.factories.provider import token_keys
from tests.factories.sessions import strong_client
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[3] / "docs" / "tutorials" / "plug-an-operator-in.md"
STEPS = re.compile(r"^\d+\. (Open|Press|Read) (?:`([^`]+)`|« ?(.+?) ?»)\.?$|```console\n(.+?)```", re.M | re.S)
ISSUER = "http://localhost:8000"
NEW = {
    "place": "sandbox",
    "kind": "web",
    "name": "Covoit du Tilleul",
    "client_id": "covoit-du-tilleul",
    "redirect_uris": "http://localhost:3000/retour",
    "signing": "RS256",
    "scope_0": "choice",
    "scope_1": "choice",
}


class Walk:
    """What the reader has before her: a page, and what she copied from it."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.page, self.address, self.said = browser, "", "", dict[str, str]()

    def open(self, path: str) -> None:
        response = self.browser.get(path)
        assert response.status_code == 200, path
        self.page, self.address = response.content.decode(), path

    def read(self, words: str) -> None:
        assert words in unescape(self.page).replace("\u00a0", " ").replace("\u202f", " "), words

    def press(self, words: str) -> None:
        """A link leads; a button sends its form, filled as the text before says."""
        self.read(words)
        act: Any = {
            "Enregistrer le premier client": lambda: self.open("/operateur/clients/nouveau"),
            "Enregistrer le client": lambda: self.send("/operateur/clients/nouveau", NEW),
            "Inventer": lambda: self.send("/operateur/essai", {"script": "certified"}),
            "Entrer avec cette personne": self.come_in,
            "Relier mon compte": self.decide,
        }[words]
        act()

    def send(self, path: str, form: dict[str, str]) -> None:
        response = self.browser.post(path, form, follow=True)
        assert response.status_code == 200, path
        self.page = response.content.decode()
        if secret := re.search(r'id="v-secret">([0-9a-f]{64})<', self.page):
            self.said["SECRET"] = secret[1]

    def come_in(self) -> None:
        row = PartnerTestPerson.objects.get()
        response = self.browser.post(self.address, {"email": row.user.email, "code": row.code})
        self.open(response["Location"])

    def decide(self) -> None:
        address = self.address.replace("/oidc/authorize", "/oidc/consent", 1)
        back = self.browser.post(address, {"decision": "yes", "scope": ["profile", "email"]})["Location"]
        assert back.startswith("http://localhost:3000/retour?")
        self.said["CODE"] = parse_qs(urlsplit(back).query)["code"][0]

    def run(self, command: str) -> None:
        """What curl would do, with the words in capitals replaced by what was copied."""
        for name, value in self.said.items():
            command = re.sub(rf"\b{name}\b", value, command)
        words = shlex.split(command.replace("\\\n", " "))
        assert words[:1] == ["curl"]
        path = words[1].removeprefix(ISSUER)
        options = list(zip(words[2::2], words[3::2], strict=True))
        form = [value.partition("=")[::2] for name, value in options if name == "--data-urlencode"]
        proofs = [value.partition(": ")[2] for name, value in options if name == "-H"]
        proofs += [f"Basic {b64encode(value.encode()).decode()}" for name, value in options if name == "-u"]
        headers = {"authorization": proofs[0]} if proofs else {}
        kind = "application/x-www-form-urlencoded"
        response = (
            Browser().post(path, urlencode(form), content_type=kind, headers=headers)
            if form
            else Browser().get(path, headers=headers)
        )
        assert response.status_code == 200, (path, response.content)
        self.said |= {"TOKEN": response.json()["access_token"]} if "access_token" in response.json() else {}
        self.answer, self.last = response.json(), command


def test_the_quarter_of_an_hour_in_the_sandbox(world: World) -> None:
    token_keys()
    walk = Walk(strong_client(console(world).user))
    for kind, path, words, command in STEPS.findall(PAGE.read_text(encoding="utf-8")):
        if command:
            walk.run(command)
            _begin(walk, command)
        elif kind == "Open":
            _twice(walk)
            walk.open(path)
        else:
            {"Press": walk.press, "Read": walk.read}[kind](words)
    assert walk.answer["identity_certified"] is True
    assert walk.answer["email"].endswith("@essai.invalid")


def _begin(walk: Walk, command: str) -> None:
    """After the discovery document, the reader opens the address that her client's page shows."""
    if "openid-configuration" not in command:
        return
    row = Client.objects.get()
    walk.open(f"/operateur/clients/{row.id}/brancher")
    shown = unescape(walk.page)
    for each in re.findall(r"```console\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.S):
        assert each.strip().replace(ISSUER, clients.issuer()) in shown, each
    address = snippets.authorization(clients.view(row), "")
    assert address in shown
    walk.address = walk.browser.get(address)["Location"]
    walk.open(walk.address)


def _twice(walk: Walk) -> None:
    """« Exchange the same code once more »: what the next page tells."""
    if "CODE" in walk.said and not hasattr(walk, "refused"):
        walk.refused = Browser().post(  # type: ignore[attr-defined]
            "/oidc/token",
            urlencode(
                {
                    "grant_type": "authorization_code",
                    "client_id": "covoit-du-tilleul",
                    "client_secret": walk.said["SECRET"],
                    "code": walk.said["CODE"],
                    "redirect_uri": "http://localhost:3000/retour",
                    "code_verifier": snippets.VERIFIER,
                }
            ),
            content_type="application/x-www-form-urlencoded",
        )
        assert walk.refused.status_code == 400  # type: ignore[attr-defined]
