"""The table once more, for a professional of Aidants Connect on the owner's account: what is named is open, as it is to
the owner; all else answers a page that says whom it is for.
"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from mob.editorial.types import Page
from mob.identity.models import User
from tests.edge.access.asking import address_of, send
from tests.edge.access.table import ROWS, Row
from tests.edge.access.test_matrix import letter_of, letter_of_act
from tests.factories.accounts import assist
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(40)]

# By the first part of the address.
OPEN = {"", "aides", "aide-page", "api", "communes", "composants", "deconnexion", "demandes", "demo", "langue"} | {
    "manifest.webmanifest", "recherche", "robots.txt", "simulateur", "statistiques", "statistiques.csv",
    "statistiques.json", ".well-known", *(each.value for each in Page),
}  # fmt: skip
HERS_ALONE = {
    "demandes/<reference:reference>/coordonnees-bancaires",
    "demandes/<reference:reference>/consultations",
}

# On an open page, what is handed over to the person and not to who helps her.
HERS_TO_DO = {"demandes/<reference:reference>/papiers/<slug:code>/achat/<uuid:purchase_id>"}


def first(row: Row) -> str:
    return row.at.lstrip("/").partition("?")[0].partition("/")[0]


def is_open(row: Row) -> bool:
    return first(row) in OPEN and row.route not in HERS_ALONE


class Desk:
    """The computer of a professional: each act in the session as it began, since one of them ends it."""

    def __init__(self, scene: Scene) -> None:
        owner = scene.browser(Who.OWNER).session["_auth_user_id"]
        began = assist(Client(), User.objects.get(pk=owner))
        self._cookie = began.cookies[settings.SESSION_COOKIE_NAME].value

    def browser(self) -> Client:
        made = Client()
        made.cookies[settings.SESSION_COOKIE_NAME] = self._cookie
        return made


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return Desk(scene)


def test_what_a_professional_reads(scene: Scene, desk: Desk) -> None:
    wrong = []
    for row in ROWS:
        with scene.undone():
            response = desk.browser().get(address_of(row, scene))
            got = letter_of(response)
        due = row.get.of(Who.OWNER) if is_open(row) else "403"
        if got != due:
            wrong.append(f"{row.route}: {got}, not {due}")
    assert not wrong, "\n".join(wrong)


def test_what_a_professional_does_and_that_a_refusal_changes_nothing(scene: Scene, desk: Desk) -> None:
    before, wrong = scene.fingerprint(), []
    for row in ROWS:
        due = row.post.of(Who.OWNER) if is_open(row) and row.route not in HERS_TO_DO else "403"
        with scene.undone():
            response = send(desk.browser(), row, scene)
            got = letter_of_act(response, row, due)
            changed = due not in "or" and scene.fingerprint() != before
        if got != due:
            wrong.append(f"{row.route}: {got}, not {due}")
        elif changed:
            wrong.append(f"{row.route}: refused, and done all the same")
    assert not wrong, "\n".join(wrong)
