"""Markers are sown in an account, through the pages; the account is deleted; they are looked for everywhere.

Everywhere: every column of every table, sessions opened, every file of the home folder, logs, the search, exports.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mob.applications import services as applications
from mob.catalogue import services as catalogue
from mob.catalogue.search import SearchQuery, find
from mob.catalogue.search.loading import current
from mob.config.demo import papers
from mob.directory.services import invite
from mob.identity.models import User
from mob.journal import runner
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from mob.notifications.models import OutgoingMail
from mob.privacy import End, datum_of
from tests.factories.dossiers import platform_key
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.provider import service, userinfo
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db

EMAIL, WORK = "zqmarqueur@exemple.fr", f"zqtravail@{DOMAIN}"
# What is looked for: each is found nowhere else in the product.
MARKERS = (
    "zqmarqueur",
    "zqtravail",
    "Zqprenom",
    "Zqnomdefamille",
    "Zqusage",
    "1987-03-19",
    "98765432",
    "Zqenfant",
    "zqreponse",
    "zqpapier",
    "zqfichier",
    "zqnavigateur",
    "203.0.113.77",
    "ZQ-4417",
    "zqmessage",
    "zqjeton",
)
# Long enough that megabytes of ciphertext hold none of them by chance: five letters in any case come once in 30 MB.
_PATTERN = re.compile("|".join(map(re.escape, MARKERS)), re.IGNORECASE)


@pytest.fixture
def today() -> Iterator[None]:
    clock.set_offset(NOW + timedelta(days=1) - datetime.now(UTC))
    platform_key()
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def house(world: World, today: None) -> Employer:
    return employer(world)


class Person:
    """Somebody who does all she can do, under recognisable names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.browser = Client(HTTP_USER_AGENT="zqnavigateur/1.0", REMOTE_ADDR="203.0.113.77")
        self._signs_in()

    def _signs_in(self) -> None:
        self.browser.post("/inscription", {"email": EMAIL})
        self.browser.post("/connexion/code", {"code": self.mailed("sign_in_code", r"(?<!\d)(\d{4}\s?\d{4})(?!\d)")})
        self.user = User.objects.get(email=EMAIL)
        self.actor = Actor.citizen(self.user.id)

    def mailed(self, kind: str, pattern: str) -> str:
        """What the last mail of a kind holds."""
        runner.run_due(clock.now())
        of_kind = OutgoingMail.objects.filter(kind=kind)
        mails = of_kind.order_by("-created_at", "-id").values_list("text", flat=True)
        found = next(filter(None, (re.search(pattern, text.replace("\n", "")) for text in mails)))
        return re.sub(r"\s", "", found[1])

    def post(self, path: str, **form: object) -> str:
        response = self.browser.post(path, form)
        assert response.status_code in (302, 303), (path, response.status_code, response.content.decode()[-3000:])
        return str(response.headers["Location"])

    def introduces_herself(self) -> None:
        from mob.identity import services as identity
        from mob.identity.types import ProfileField as P

        said = {
            P.FIRST_NAME: "Zqprenom",
            P.BIRTH_NAME: "Zqnomdefamille",
            P.USUAL_NAME: "Zqusage",
            P.BIRTH_DATE: "1987-03-19",
        }
        identity.declare(self.actor, answers=said | {P.PHONE: "06 98 76 54 32", P.COMMUNE: "99V01"}, now=clock.now())

    def names_her_employer(self, house: Employer) -> None:
        ask = {"first_name": "Zqprenom", "last_name": "Zqusage", "work_address": WORK, "number": "ZQ-4417"}
        self.post(f"/mon-compte/employeur/demander/{house.funder.slug}", **ask)
        self.post(
            "/mon-compte/employeur/lien", token=self.mailed("affiliation_asked", r"lien\?token=(\S+?)(?=\s|--|$)")
        )

    def links_a_service(self) -> None:
        tokens = service(self.browser).tokens(nonce="zqjeton")
        assert userinfo(tokens["access_token"]).json()["email"] == EMAIL

    def fills_in(self, slug: str) -> str:
        path = self.post(f"/aides/{slug}/demander").rsplit("/", 1)[0]
        child = {"kind": "child", "first_name": "Zqenfant", "last_name": "Zqnomdefamille"}
        born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "2015"}
        self.post(f"{path}/beneficiaire", **child, **born)
        self.post(f"{path}/question/texte", **{"q-texte": "zqreponse"})
        paper = SimpleUploadedFile("zqfichier.pdf", papers.pdf("Devis", ["zqpapier"]))
        self.post(f"{path}/papiers/devis", file=paper)
        proof = SimpleUploadedFile("zqfichier.pdf", papers.pdf("Livret de famille", ["zqpapier"]))
        self.post(f"{path}/papiers/representation", file=proof)
        return path

    def leaves(self, **choices: str) -> None:
        self.browser.post("/mon-compte/confirmer", {"send": "1"})
        self.post("/mon-compte/confirmer", code=self.mailed("confirm_code", r"(?<!\d)(\d{4}\s?\d{4})(?!\d)"))
        assert self.post("/mon-compte/supprimer", sure="on", **choices) == "/compte-supprime"
        runner.run_due(clock.now() + timedelta(hours=1))


def aid(world: World, funder: object = None) -> str:
    fields = [{"code": "texte", "kind": "text", "label_fr": "Pourquoi ?"}]
    return str(world.aid(funder, fields=fields).slug)  # type: ignore[arg-type]


def found_in_tables() -> dict[str, set[str]]:
    """Where a marker is in the database: markers by `app.Model.column`."""
    places: dict[str, set[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            for column, value in row.items():
                for marker in _PATTERN.findall(str(value)):
                    places.setdefault(f"{model._meta.label}.{column}", set()).add(marker)
    for session in Session.objects.all():
        if _PATTERN.search(str(session.get_decoded())):
            places["sessions.Session.session_data"] = {"in a session"}
    return places


def found_in_files() -> list[Path]:
    home = Path(settings.ENV.home)
    files = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("mob.db")]
    return [path for path in files if _PATTERN.search(path.read_bytes().decode("latin-1") + path.name)]


def test_after_a_deletion_nothing_sown_in_the_account_is_anywhere(
    world: World, house: Employer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    invite(Actor.system(), funder_id=world.funder().id, email=EMAIL, role=Role.CASE_MANAGER, now=world.now)
    person = Person(world)
    person.introduces_herself()
    person.names_her_employer(house)
    person.links_a_service()
    person.fills_in(aid(world))
    person.fills_in(aid(world, house.funder))
    sown = {marker.lower() for markers in found_in_tables().values() for marker in markers}
    assert {
        "zqmarqueur",
        "zqtravail",
        "zqprenom",
        "zqenfant",
        "zqreponse",
        "zq-4417",
        "zqjeton",
        "203.0.113.77",
    } <= sown
    person.leaves()
    assert found_in_tables() == {}
    assert found_in_files() == []
    assert _PATTERN.findall(caplog.text) == []
    day = clock.civil_date(clock.now())
    assert [m for m in MARKERS if find(SearchQuery(text=m), day=day).total] == []
    assert [term for term in current().postings if _PATTERN.search(term)] == []
    exported = catalogue.export_aids(
        Actor.system(), fmt=catalogue.FileFormat.JSON, now=clock.now(), public_url="https://x", drafts=True
    )
    assert _PATTERN.findall(exported) == []
    for public in ("/statistiques", "/recherche", "/demo/courriels.json"):
        assert _PATTERN.findall(Client().get(public).content.decode()) == [], public


def test_a_file_that_goes_on_keeps_what_was_sent_and_nothing_that_was_not(world: World, today: None) -> None:
    """What stays stands where the data map says that it is kept with the file, and nowhere else."""
    person = Person(world)
    person.introduces_herself()
    path = person.fills_in(aid(world))
    reference = path.rsplit("/", 1)[1]
    from tests.factories.dossiers import Dossier, signature

    row = apps.get_model("applications", "Application").objects.get(reference=reference)
    signed = signature(Dossier(person.actor, row.id, reference))
    applications.submit(person.actor, application_id=row.id, declaration=signed, now=clock.now())
    applications.write_message(person.actor, application_id=row.id, text="zqmessage", now=clock.now())
    person.leaves(**{f"choice_{row.id}": "continue"})
    kept = found_in_tables()
    assert "applications.Application.snapshot" in kept
    ends = {}
    for place in kept:
        model, _, column = place.rpartition(".")
        datum = datum_of(model, column.removesuffix("_id"))
        ends[place] = datum.end if datum else None
    assert set(ends.values()) == {End.FILE}, ends
    assert found_in_files() == []
