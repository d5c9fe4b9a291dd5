"""A form writes what it shows and nothing else: state, amounts, owners, funders and dates sent beside it are ignored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict

from mob.applications.models import Application, Decision
from mob.applications.types import State
from mob.catalogue.models import Aid
from mob.directory.models import Membership
from mob.identity.models import User
from tests.edge.access.asking import address_of, form_of, somebody_let_in
from tests.edge.access.table import ROWS, TABLE, Row
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(43)]

SMUGGLED = {
    "id": "00000000-0000-0000-0000-000000000001",
    "pk": "1",
    "state": "approved",
    "status": "VALIDEE",
    "citizen": "00000000-0000-0000-0000-000000000001",
    "citizen_id": "00000000-0000-0000-0000-000000000001",
    "funder_id": "00000000-0000-0000-0000-000000000001",
    "assignee_id": "00000000-0000-0000-0000-000000000001",
    "created_at": "2001-01-01",
    "submitted_at": "2001-01-01",
    "decided_at": "2001-01-01",
    "amount_cents": "99999999",
    "max_amount_cents": "99999999",
    "reference": "AAAA-AAAA",
    "roles": "administrator",
    "is_active": "",
    "is_superuser": "1",
    "is_staff": "1",
    "source": "franceconnect",
    "certified_at": "2026-01-01",
    "sees_all_communities": "1",
    "user_id": "1",
    "slug": "autre-adresse",
    "import_key": "x",
    "siren": "999999999",
    "kind": "national",
}
FORMS = [row for row in ROWS if row.form and row.is_done and not row.is_json]
_ACCOUNT = ("id", "email", "is_active")


def _state(scene: Scene, known: set[UUID]) -> list[Any]:
    """What a form may not write unless it is its very purpose. `known`: the applications there were before it."""
    rows = Application.objects.values_list("id", "citizen_id", "funder_id", "reference", "created_at")
    return [
        sorted(row for row in rows if row[0] in known),
        # One that the act made has another key, reference and moment each time.
        sorted((row[1], row[2]) for row in rows if row[0] not in known),
        # An account opened at the counter has no address, and another key each time.
        sorted((email and str(key), email, alive) for key, email, alive in User.objects.values_list(*_ACCOUNT)),
        sorted(Membership.objects.values_list("role", "user_id", "funder_id", "sees_all_communities")),
        sorted(Aid.objects.values_list("id", "slug", "funder_id", "import_key")),
        scene.dossiers.keys(),
    ]


def _after(scene: Scene, row: Row, who: Who, more: dict[str, str]) -> tuple[list[Any], list[Any]]:
    """The whole scene once the row's form was sent with something more."""
    with scene.undone():
        sent = {**{name: value for name, value in more.items() if name not in row.form}, **form_of(row, scene)}
        known = set(Application.objects.values_list("id", flat=True))
        scene.browser(who).post(address_of(row, scene), sent)
        return _state(scene, known), scene.fingerprint()


def test_what_a_form_does_not_show_it_does_not_write(scene: Scene) -> None:
    """Sent with or without the smuggled fields, each form leaves the same world behind it."""
    for row in FORMS:
        who = somebody_let_in(row, "post")
        if who is None or who is Who.ANONYMOUS:
            continue
        plain, smuggled = _after(scene, row, who, {}), _after(scene, row, who, SMUGGLED)
        assert smuggled[0] == plain[0], row.route
        # Rows made by the act have other keys: all but them is compared.
        assert [len(part) if isinstance(part, list) else part for part in smuggled[1]] == [
            len(part) if isinstance(part, list) else part for part in plain[1]
        ], row.route


def test_an_editor_cannot_give_her_aid_to_another_funder(scene: Scene) -> None:
    other = Membership.objects.exclude(funder=scene.funder).exclude(funder=None).first()
    assert other
    browser = scene.browser(Who.EDITOR)
    made = browser.post(
        "/administration/aides/nouvelle", {"funder": str(other.funder_id), "title": "Prime", "level": "epci"}
    )
    assert made.status_code == 422
    assert not Aid.objects.filter(funder_id=other.funder_id).exists()


def test_an_agent_cannot_award_in_somebody_else_s_name_nor_at_another_date(scene: Scene) -> None:
    row = TABLE["gestion/demandes/<file_reference:reference>/accorder"]
    form = {**SMUGGLED, "author_name": "Madame la Maire", "author_id": "1", **form_of(row, scene)}
    scene.browser(Who.SUPERVISOR).post(address_of(row, scene), form)
    decision = Decision.objects.get(is_approval=True, application_id=scene.dossiers[State.SUBMITTED].id)
    assert (decision.author_id, decision.decided_at.year) == (scene.users[Who.SUPERVISOR].id, 2026)
    assert decision.terms["amount_cents"] == 50_000
    granted = Application.objects.get(id=scene.dossiers[State.SUBMITTED].id)
    assert (granted.state, granted.citizen_id) == ("approved", scene.users[Who.OWNER].id)


def test_a_field_sent_twice_is_one_answer(scene: Scene) -> None:
    """The page reads back what will be done: the amount shown and the amount written are the same one."""
    query = QueryDict("mode=single&amount=500&amount=90000&message=", mutable=True)
    path = address_of(TABLE["gestion/demandes/<file_reference:reference>/accorder"], scene)
    agent = scene.browser(Who.SUPERVISOR)
    form = "application/x-www-form-urlencoded"
    shown = agent.generic("POST", path, query.urlencode(), content_type=form).content.decode()
    query["confirm"] = "1"
    query.setlist("amount", ["500", "90000"])
    agent.generic("POST", path, query.urlencode(), content_type=form)
    decision = Decision.objects.get(is_approval=True, application_id=scene.dossiers[State.SUBMITTED].id)
    amount = decision.terms["amount_cents"]
    assert ("90\u202f000" in shown) == (amount == 9_000_000)
