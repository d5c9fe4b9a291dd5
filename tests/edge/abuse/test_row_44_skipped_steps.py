"""A step that has not its turn is refused in words and changes nothing, for those who may do it at its hour."""

from __future__ import annotations

import pytest

from mob.applications.models import Application
from mob.applications.types import State
from tests.edge.access.asking import form_of
from tests.edge.access.table import ROWS, TABLE
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(44)]

_OWN = "demandes/<reference:reference>"
_DESK = "gestion/demandes/<file_reference:reference>"
# Each act, and the states in which it may be done. In every other one it must be refused.
ACTS: dict[str, set[State]] = {
    f"{_OWN}/beneficiaire": {State.DRAFT},
    f"{_OWN}/question/<slug:code>": {State.DRAFT},
    f"{_OWN}/communaute": {State.DRAFT},
    f"{_OWN}/papiers/<slug:code>": {State.DRAFT, State.CHANGES_REQUESTED},
    f"{_OWN}/papiers/<slug:code>/achat/<uuid:purchase_id>": {State.DRAFT},
    f"{_OWN}/envoyer": {State.DRAFT},
    f"{_OWN}/retirer": {State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED, State.CLOSED_INCOMPLETE},
    f"{_OWN}/supprimer": {State.DRAFT},
    f"{_OWN}/reprendre": {State.CLOSED_INCOMPLETE},
    f"{_DESK}/prendre": {State.SUBMITTED, State.UNDER_REVIEW},
    f"{_DESK}/rendre": {State.UNDER_REVIEW},
    f"{_DESK}/correction": {State.SUBMITTED, State.UNDER_REVIEW},
    f"{_DESK}/accorder": {State.SUBMITTED, State.UNDER_REVIEW},
    f"{_DESK}/refuser": {State.SUBMITTED, State.UNDER_REVIEW},
    f"{_DESK}/rouvrir": {State.REJECTED},
    # After a grant, and with what each of them waits for: no dossier of the scene's states is there.
    f"{_OWN}/coordonnees-bancaires": {State.APPROVED},
    f"{_OWN}/facture": {State.APPROVED},
    f"{_OWN}/retrait": {State.APPROVED},
    f"{_DESK}/coordonnees": {State.APPROVED},
    f"{_DESK}/facture/accepter": {State.APPROVED},
    f"{_DESK}/facture/redemander": {State.APPROVED},
    f"{_DESK}/retrait": {State.APPROVED},
    f"{_DESK}/retrait/retirer": {State.APPROVED},
    f"{_DESK}/retrait/maintenir": {State.APPROVED},
}
# Granted, but not what the act is about: no notice to answer or to close, one given already, no money to pay.
UNREADY = {
    f"{_OWN}/retrait": "granted",
    f"{_DESK}/retrait/retirer": "granted",
    f"{_DESK}/retrait/maintenir": "granted",
    f"{_DESK}/retrait": "noticed",
    f"{_OWN}/coordonnees-bancaires": "noticed",
    f"{_OWN}/facture": "noticed",
    f"{_DESK}/coordonnees": "noticed",
    f"{_DESK}/facture/accepter": "noticed",
    f"{_DESK}/facture/redemander": "noticed",
}
_NAMES = (*(state.value for state in State), "granted", "noticed")


@pytest.mark.parametrize("route", ACTS)
def test_an_act_out_of_its_turn_is_refused_and_changes_nothing(scene: Scene, route: str) -> None:
    row, before = TABLE[route], scene.fingerprint()
    who = Who.OWNER if route.startswith(_OWN) else Who.SUPERVISOR
    for state, dossier in scene.dossiers.items():
        address = row.at
        for name in _NAMES:
            address = address.replace("{" + name + "}", dossier.reference)
        address = address.format_map(scene.names)  # what else it names
        with scene.undone():
            response = scene.browser(who).post(address, form_of(row, scene))
            changed = scene.fingerprint() != before
            told = response.content.decode()
        if state in ACTS[route]:
            assert response.status_code == 303, state
            continue
        assert response.status_code in (303, 403, 404, 409), f"{state}: {response.status_code}"
        assert not changed, state
        if response.status_code in (403, 409):
            assert "<h1" in told, state


@pytest.mark.parametrize("route", UNREADY)
def test_an_act_on_a_grant_that_does_not_await_it_changes_nothing(scene: Scene, route: str) -> None:
    row, before = TABLE[route], scene.fingerprint()
    address = row.at.replace("{granted}", scene.names[UNREADY[route]])
    address = address.replace("{noticed}", scene.names[UNREADY[route]])
    who = Who.OWNER if route.startswith(_OWN) else Who.SUPERVISOR
    response = scene.browser(who).post(address, form_of(row, scene))
    assert response.status_code in (303, 403, 404, 409, 422), response.status_code
    assert scene.fingerprint() == before


def test_every_act_on_a_dossier_that_has_a_turn_is_tried() -> None:
    acting = {row.route for row in ROWS if row.form and row.is_done and row.route.startswith((_OWN, _DESK))}
    always = {f"{_OWN}/messages", f"{_DESK}/message", f"{_DESK}/note"}
    # Asked of a file made for somebody else alone, or of one with a proposal: their turn is tried in
    # `tests/context/applications/test_representing.py` and `test_proposals.py`.
    elsewhere = {f"{_DESK}/representation", f"{_DESK}/renvoyer"}
    assert acting - always - elsewhere <= set(ACTS)


def test_an_incomplete_draft_is_not_sent(scene: Scene) -> None:
    draft = scene.dossiers[State.DRAFT]
    browser = scene.browser(Who.OWNER)
    form = form_of(TABLE[f"{_OWN}/envoyer"], scene)
    browser.post(draft.path(f"papiers/{scene.names['draft_proof']}/retirer"))
    assert browser.post(draft.path("envoyer"), form).status_code == 409
    assert Application.objects.get(id=draft.id).state == State.DRAFT


@pytest.mark.parametrize("missing", ["version", "digest"])
def test_a_draft_whose_declaration_is_not_the_one_shown_is_not_sent(scene: Scene, missing: str) -> None:
    draft = scene.dossiers[State.DRAFT]
    form = form_of(TABLE[f"{_OWN}/envoyer"], scene)
    for wrong in ("", "0" * 64):
        assert scene.browser(Who.OWNER).post(draft.path("envoyer"), form | {missing: wrong}).status_code in (409, 422)
    assert Application.objects.get(id=draft.id).state == State.DRAFT


def test_a_correction_that_answers_nothing_is_not_sent_back(scene: Scene) -> None:
    asked = scene.dossiers[State.CHANGES_REQUESTED]
    assert scene.browser(Who.OWNER).post(asked.path("corriger")).status_code == 422
    assert Application.objects.get(id=asked.id).state == State.CHANGES_REQUESTED
