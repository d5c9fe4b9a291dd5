"""Role × route × (own, other funder, other community, nobody): what each gets, for reading and for writing."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from tests.edge.access.asking import address_of, send
from tests.edge.access.routes import routes
from tests.edge.access.table import ROWS, TABLE, Row
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(40)]

SIGN_IN = "/connexion?next="
SECOND_FACTOR = ("/mon-compte/confirmer?", "/mon-compte/securite/proteger")
ENOUGH = (Who.ANONYMOUS, Who.PERSON, Who.AGENT)
STAFF_SPACES = ("/gestion", "/administration", "/operateur/")


def test_every_route_has_its_row() -> None:
    """A new address is refused until somebody says here who may use it."""
    assert set(routes()) == set(TABLE)
    assert len(TABLE) == len(ROWS)


def letter_of(response: HttpResponse) -> str:
    """The letter of the table an answer stands for, or its status when it is none of them."""
    status, location = response.status_code, response.headers.get("Location", "")
    if status in (301, 302, 303):
        return "s" if location.startswith(SIGN_IN) else "r"
    return {200: "o", 400: "b", 401: "u", 404: "h", 405: "m", 409: "c"}.get(status, str(status))


def letter_of_act(response: HttpResponse, row: Row, due: str) -> str:
    """The same for what was sent: an act that is done leads on; one that lacks something says so."""
    got = letter_of(response)
    if due != "o":
        return got
    return "o" if got == "r" or (not row.is_done and got in ("o", "c", "201", "422")) else got


def rows_for(who: Who, rule: str) -> list[Row]:
    """The rows to try: those that treat everybody alike are tried by three people alone."""
    return [row for row in ROWS if who in ENOUGH or not getattr(row, rule).is_same_for_all]


@pytest.mark.parametrize("who", Who)
def test_what_each_person_may_read(scene: Scene, who: Who) -> None:
    wrong = []
    for row in rows_for(who, "get"):
        with scene.undone():
            response = scene.browser(who).get(address_of(row, scene))
            got, due = letter_of(response), row.get.of(who)
        if got != due:
            wrong.append(f"{row.route}: {got}, not {due}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", Who)
def test_what_each_person_may_do_and_that_a_refusal_changes_nothing(scene: Scene, who: Who) -> None:
    """The very form that works for those who may is sent by those who may not."""
    before, wrong = scene.fingerprint(), []
    for row in rows_for(who, "post"):
        due = row.post.of(who)
        with scene.undone():
            response = send(scene.browser(who), row, scene)
            got = letter_of_act(response, row, due)
            changed = due not in "or" and scene.fingerprint() != before
        if got != due:
            wrong.append(f"{row.route}: {got}, not {due}")
        elif changed:
            wrong.append(f"{row.route}: answered {due}, and did it all the same")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", [Who.AGENT, Who.EDITOR, Who.ADMINISTRATOR, Who.PLATFORM])
def test_without_a_second_factor_staff_open_nothing_of_their_spaces(scene: Scene, who: Who) -> None:
    before, opened, browser = scene.fingerprint(), [], scene.weak_browser(who)
    for row in ROWS:
        if not row.at.startswith(STAFF_SPACES):
            continue
        for response in (browser.get(address_of(row, scene)), send(browser, row, scene)):
            location = response.headers.get("Location", "")
            if response.status_code != 302 or not location.startswith(SECOND_FACTOR):
                opened.append(f"{row.route}: {response.status_code} {location}")
    assert not opened, "\n".join(opened)
    assert scene.fingerprint() == before


def test_what_one_may_not_see_answers_as_what_does_not_exist(scene: Scene) -> None:
    """The same status, the same words: nobody learns that a dossier exists by asking for it."""
    stranger = scene.browser(Who.PERSON)
    agent = scene.browser(Who.AGENT_STRANGER)
    for browser, space in ((stranger, "/demandes/"), (agent, "/gestion/demandes/")):
        real, invented = f"{space}{scene.names['submitted']}", f"{space}ABCD-2346"
        hidden, absent = browser.get(real), browser.get(invented)
        assert hidden.status_code == absent.status_code == 404
