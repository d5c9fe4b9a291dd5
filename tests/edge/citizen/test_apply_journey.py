"""A person applies, page after page, without JavaScript, and finds her receipt."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.dossiers import PDF
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.edge.citizen.routes"),
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
    "commune": "99V01",
}


def test_a_person_goes_from_the_landing_page_to_her_receipt(client: Client, world: World) -> None:
    aid = world.aid()
    client.force_login(world.person())
    landing = client.get(f"/aides/{aid.slug}/demander")
    assert "Devis du vélo" in landing.text

    start = client.post(f"/aides/{aid.slug}/demander")
    first = start.headers["Location"]
    assert (start.status_code, first.endswith("/beneficiaire")) == (303, True)
    base = first.removesuffix("/beneficiaire")

    assert client.post(first, {"kind": "self"}).headers["Location"] == f"{base}/profil"
    assert client.post(f"{base}/profil", PERSON).headers["Location"] == f"{base}/question/prix"
    assert client.post(f"{base}/question/prix", {"q-prix": "1 490"}).headers["Location"] == f"{base}/papiers"
    upload = client.post(f"{base}/papiers/devis", {"file": SimpleUploadedFile("devis.pdf", PDF)})
    assert upload.headers["Location"] == f"{base}/papiers#paper-devis"

    check = client.get(f"{base}/verifier").text
    assert "1\u202f490" in check
    assert "Samira Haddad" in check
    sign = client.get(f"{base}/envoyer").text
    version, digest = (re.search(rf'name="{name}" value="([^"]+)"', sign)[1] for name in ("version", "digest"))
    done = client.post(f"{base}/envoyer", {"version": version, "digest": digest})
    assert done.headers["Location"] == f"{base}/recu"

    receipt = client.get(f"{base}/recu").text
    assert base.rpartition("/")[2] in receipt
    assert digest in receipt
    assert client.get(base).status_code == 200
    assert client.get("/demandes").status_code == 200
