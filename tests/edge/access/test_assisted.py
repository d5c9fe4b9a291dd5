"""The table once more, for a professional of Aidants Connect on the owner's account: what is named is open, as it is to
the owner; all else answers a page that says whom it is for.
"""

from __future__ import annotations

import pytest
from django.test import Client

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
    "statistiques.json", ".well-known", "aide", "accessibilite", "mentions-legales", "conditions-d-utilisation",
    "comment-ca-marche", "donnees-personnelles", "cookies", "questions-frequentes",
}  # fmt: skip
HERS_ALONE = {
    "demandes/<reference:reference>/coordonnees-bancaires",
    "demandes/<reference:reference>/consultations",
}
# What the owner finds there and a professional does not, or finds otherwise, and why.
OTHERWISE: dict[str, str] = {}


def first(row: Row) -> str:
    return row.at.lstrip("/").partition("?")[0].partition("/")[0]


def is_open(row: Row) -> bool:
    return first(row) in OPEN and row.route not in HERS_ALONE


@pytest.fixture
def helper(scene: Scene) -> Client:
    owner = scene.browser(Who.OWNER).session["_auth_user_id"]
    return assist(Client(), User.objects.get(pk=owner))


def test_what_a_professional_reads(scene: Scene, helper: Client) -> None:
    wrong = []
    for row in ROWS:
        with scene.undone():
            response = helper.get(address_of(row, scene))
            got = letter_of(response)
        due = row.get.of(Who.OWNER) if is_open(row) else "403"
        if got != OTHERWISE.get(row.route, due):
            wrong.append(f"{row.route}: {got}, not {due}")
    assert not wrong, "\n".join(wrong)


def test_what_a_professional_does_and_that_a_refusal_changes_nothing(scene: Scene, helper: Client) -> None:
    before, wrong = scene.fingerprint(), []
    for row in ROWS:
        due = row.post.of(Who.OWNER) if is_open(row) else "403"
        with scene.undone():
            response = send(helper, row, scene)
            got = letter_of_act(response, row, due)
            changed = due not in "or" and scene.fingerprint() != before
        if got != OTHERWISE.get(row.route, due):
            wrong.append(f"{row.route}: {got}, not {due}")
        elif changed:
            wrong.append(f"{row.route}: refused, and done all the same")
    assert not wrong, "\n".join(wrong)
