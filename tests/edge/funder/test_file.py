"""The page of a file: what is on it, what its papers are served as, and the small moves."""

from __future__ import annotations

import json
import re

import pytest

from mob.applications.models import Note
from mob.web.funder.templatetags.desk import integrity_of
from tests.edge.funder.conftest import Desk, path
from tests.factories import dossiers

pytestmark = pytest.mark.django_db(transaction=True)


def test_declared_answers_papers_and_checks_are_on_one_page(desk: Desk) -> None:
    dossier = desk.received()
    text = desk.browser.get(path(dossier)).text
    for words in ("Samira Haddad", "1\u202f490", "Devis du vélo", "Contrôles", "n’a pas d’antivirus"):
        assert words in text


def test_a_paper_is_served_sealed_and_never_kept(desk: Desk) -> None:
    dossier = desk.received()
    answer = desk.browser.get(path(dossier, f"pieces/{dossier.detail().proofs[0].document_id}"))
    assert answer.headers["Content-Type"] == "application/mob-doc+jwe"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"protected", "recipients", "aad", "iv", "ciphertext", "tag"} == set(json.loads(answer.content))


def test_a_paper_of_another_file_is_not_served_through_this_one(desk: Desk) -> None:
    mine, other = desk.received(), desk.received()
    answer = desk.browser.get(path(mine, f"pieces/{other.detail().proofs[0].document_id}"))
    assert answer.status_code == 404


def test_the_page_runs_only_scripts_it_names_by_their_content(desk: Desk) -> None:
    answer = desk.browser.get(path(desk.received()))
    for name in ("mob/keys/vault.js", "mob/keys/decrypt.js"):
        assert integrity_of(name) in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-src blob:" in policy
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", answer.text)


def test_a_corrected_paper_that_was_not_sent_yet_stays_with_its_author(desk: Desk) -> None:
    dossier = desk.received()
    first = dossier.detail().proofs[0].document_id
    dossiers.asked_again(desk.world, dossier, desk.agent)
    from mob.applications import services

    services.attach(
        dossier.citizen, application_id=dossier.id, code="devis", raw=dossiers.PDF, now=desk.world.later(hours=2)
    )
    draft = next(p.document_id for p in dossier.detail().proofs if not p.is_submitted)
    assert desk.browser.get(path(dossier, f"pieces/{draft}")).status_code == 404
    assert desk.browser.get(path(dossier, f"pieces/{first}")).status_code == 200
    services.resubmit(dossier.citizen, application_id=dossier.id, now=desk.world.later(hours=3))
    assert desk.browser.get(path(dossier, f"pieces/{draft}")).status_code == 200
    assert desk.browser.get(path(dossier, f"pieces/{first}")).status_code == 404


def test_a_file_is_taken_given_back_and_taken_over(desk: Desk) -> None:
    dossier = desk.received()
    colleague = desk.browser_of(desk.colleague())
    desk.browser.post(path(dossier, "prendre"))
    assert "Vous suivez cette demande" in desk.browser.get(path(dossier)).text
    assert "Julien Roche suit cette demande" in colleague.get(path(dossier)).text
    colleague.post(path(dossier, "prendre"))
    assert "Claire Vasseur suit cette demande" in desk.browser.get(path(dossier)).text
    colleague.post(path(dossier, "rendre"))
    assert "Personne ne suit cette demande" in desk.browser.get(path(dossier)).text


def test_an_empty_message_is_refused_on_the_page(desk: Desk) -> None:
    answer = desk.browser.post(path(desk.received(), "message"), {"text": " \u200b "})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text


def test_a_note_is_kept_for_colleagues_and_never_shown_to_the_person(desk: Desk) -> None:
    dossier = desk.received()
    desk.browser.post(path(dossier, "note"), {"note": "Appelée ce matin."})
    assert "Appelée ce matin." in desk.browser.get(path(dossier)).text
    assert "Appelée ce matin." not in desk.browser_of(dossier.citizen).get(dossier.path()).text
    assert Note.objects.get().author_name == "Julien Roche"


def test_html_in_a_message_is_shown_as_text(desk: Desk) -> None:
    dossier = desk.received()
    desk.browser.post(path(dossier, "message"), {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in desk.browser.get(path(dossier)).text
