"""A forged host makes no page and no link; no page leads to another site, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse

from mob.notifications.models import OutgoingMail
from tests.edge.access.asking import address_of, form_of, somebody_let_in
from tests.edge.access.table import NEVER, ROWS, Row
from tests.factories.provider import CALLBACK
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(91)]

OUTSIDE = (
    "https://mechant.example/",
    "//mechant.example",
    "/\\mechant.example",
    "\\\\mechant.example",
    "///mechant.example",
    "javascript:alert(1)",
    "/\t/mechant.example",
    "/%09/mechant.example",
    "http:mechant.example",
    "\x00//mechant.example",
    "/..//mechant.example",
)
NAMES = ("next", "retour", "redirect", "redirect_to", "return_to", "url", "suite", "from", "continue")


def _leads_outside(location: str) -> bool:
    """As a browser reads an address: backslashes are slashes, tabs and line ends are nothing."""
    read = location.replace("\\", "/")
    for nothing in "\t\r\n":
        read = read.replace(nothing, "")
    parts = urlsplit(read)
    if f"{parts.scheme}://{parts.netloc}{parts.path}" == CALLBACK:
        return False  # the very address that a service registered: tests of row 46 hold what leads there
    return bool(parts.scheme or parts.netloc) or read.startswith("//")


def _answers(scene: Scene, row: Row, wanted: str) -> Iterator[HttpResponse]:
    """What the row answers, read and sent, to nobody and to somebody, when it is told where to go next."""
    asked = dict.fromkeys(NAMES, wanted)
    for who in (Who.ANONYMOUS, somebody_let_in(row, "post") or Who.OWNER):
        with scene.undone():
            yield scene.browser(who).get(address_of(row, scene), asked)
            if row.post is not NEVER and not row.is_json:
                form = {**asked, **form_of(row, scene), "next": wanted}
                yield scene.browser(who).post(address_of(row, scene), form)


def test_no_redirection_leads_to_another_site(scene: Scene) -> None:
    """Every route is tried once; those that go where they are told are tried in every way."""
    obeying = 0
    for row in ROWS:
        told = [answer.headers.get("Location", "") for answer in _answers(scene, row, "/aide?told=1")]
        obeys = any(location == "/aide?told=1" for location in told)
        obeying += obeys
        for wanted in OUTSIDE if obeys else OUTSIDE[:1]:
            for answer in _answers(scene, row, wanted):
                location = answer.headers.get("Location", "")
                assert not _leads_outside(location), f"{row.route}: {location}"
    assert obeying >= 3


@pytest.mark.parametrize("host", ["localhost.mechant.example", "localhost@mechant.example"])
def test_an_unknown_host_gets_no_page(scene: Scene, host: str) -> None:
    for row in ROWS:
        browser = scene.browser(somebody_let_in(row, "get") or Who.OWNER)
        response = browser.get(address_of(row, scene), headers={"host": host})
        assert response.status_code == 400, row.route
        assert "mechant" not in response.content.decode(), row.route


def test_links_in_mails_come_from_the_settings_whatever_the_host(scene: Scene) -> None:
    browser = scene.browser(Who.ANONYMOUS)
    forged = {"host": "127.0.0.1", "x-forwarded-host": "mechant.example", "x-host": "mechant.example"}
    browser.post("/connexion", {"email": "nouvelle@exemple.fr"}, headers=forged)
    mail = OutgoingMail.objects.get(to="nouvelle@exemple.fr")
    assert "mechant" not in mail.text + mail.html
    assert "127.0.0.1" not in mail.text + mail.html
