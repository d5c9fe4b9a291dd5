"""A person applies, page after page, without JavaScript and with forged forms refused, and finds her receipt."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import dossiers
from tests.factories.dossiers import PDF
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]

PERSON = {
    "first_name": "Samira",
    "birth_name": "Haddad",
    "usual_name": "",
    "birth_date_0": "8",
    "birth_date_1": "9",
    "birth_date_2": "1994",
    "lieu": "Valmont-sur-Isère",
    "commune": "",
}


class Browser:
    """Fills forms as they are on the page: a page without its token, or without the form, fails here."""

    def __init__(self, world: World) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.user = world.person()
        self.client.force_login(self.user)

    def read(self, path: str) -> str:
        page = self.client.get(path)
        assert page.status_code == 200, path
        return str(page.text)

    def send(self, page: str, content: dict[str, Any] | None = None, *, to: str = "") -> str:
        """Send the form of a page that leads to `to` (the page itself by default). Returns where it leads."""
        form = self._form(self.read(page), to)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        answer = self.client.post(to or page, hidden | (content or {}))
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def _form(self, text: str, action: str) -> str:
        forms = re.findall(r"<form[^>]*method=\"post\"[^>]*>.*?</form>", text, re.DOTALL)
        wanted = [
            form for form in forms if (f'action="{action}"' in form if action else "action=" not in form.split(">")[0])
        ]
        assert wanted, f"no form leads to {action or 'this page'}"
        return str(wanted[0])


def test_a_person_goes_from_the_landing_page_to_her_receipt(world: World) -> None:
    aid = world.aid()
    me = Browser(world)
    landing = f"/aides/{aid.slug}/demander"
    assert "Devis du vélo" in me.read(landing)
    first = me.send(landing)
    base = first.removesuffix("/beneficiaire")
    assert first != base

    assert me.send(first, {"kind": "self"}) == f"{base}/profil"
    assert me.send(f"{base}/profil", PERSON) == f"{base}/question/prix"
    assert me.send(f"{base}/question/prix", {"q-prix": "1 490"}) == f"{base}/papiers"
    quote = {"file": SimpleUploadedFile("devis.pdf", PDF)}
    assert me.send(f"{base}/papiers", quote, to=f"{base}/papiers/devis") == f"{base}/papiers#paper-devis"

    check = me.read(f"{base}/verifier")
    assert "1\u202f490" in check
    assert "Samira Haddad" in check
    assert me.send(f"{base}/envoyer") == f"{base}/recu"

    receipt = me.read(f"{base}/recu")
    assert base.rpartition("/")[2] in receipt
    assert "Je déclare sur l’honneur" in receipt
    assert "1 fichier" in receipt
    assert "Votre demande est envoyée" in me.read(base)
    assert base in me.read("/demandes")


def test_a_correction_goes_back_with_only_what_was_asked(world: World) -> None:
    me = Browser(world)
    aid = world.aid()
    dossier = dossiers.sent(world, aid, world.citizen(me.user))
    agent = world.staff(aid.funder)
    dossiers.asked_again(world, dossier, agent, fields=("prix",), proofs=("devis",))

    assert "L’adresse est coupée." in me.read(dossier.path())
    page = me.read(dossier.path("corriger"))
    assert "L’adresse est coupée." in page
    quote = {"file": SimpleUploadedFile("devis.pdf", PDF)}
    upload = dossier.path("papiers/devis")
    assert me.send(dossier.path("corriger"), quote, to=upload) == dossier.path("corriger") + "#paper-devis"
    assert me.send(dossier.path("corriger"), {"q-prix": "1 600"}) == dossier.path("recu")

    seen = dossier.detail(agent)
    assert seen.answers["prix"] == "1600"
    assert [proof.replaced_at is not None for proof in seen.proofs] == [True, False]
    assert "remplacé depuis" in me.read(dossier.path())


def test_each_undoing_is_asked_then_done(world: World) -> None:
    me = Browser(world)
    citizen = world.citizen(me.user)
    draft, sent = dossiers.ready(world, citizen=citizen), dossiers.sent(world, citizen=citizen)
    assert me.send(draft.path("supprimer")) == "/demandes"
    assert me.send(sent.path("retirer")) == sent.path()
    assert "Vous avez retiré votre demande" in me.read(sent.path())
    assert draft.reference not in me.read("/demandes")


def test_a_message_is_written_and_shown(world: World) -> None:
    me = Browser(world)
    sent = dossiers.sent(world, citizen=world.citizen(me.user))
    write = sent.path("messages")
    assert (
        me.send(sent.path(), {"text": "Bonjour,\n<b>où</b> en est ma demande ?"}, to=write) == f"{sent.path()}#messages"
    )
    page = me.read(sent.path())
    assert "&lt;b&gt;où&lt;/b&gt;" in page
