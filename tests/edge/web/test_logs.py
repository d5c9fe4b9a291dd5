"""What is logged names nobody, whatever breaks: markers planted through whole journeys are found in no line."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError
from django.test import Client

from mob.applications import services
from mob.applications.types import RejectionReason
from mob.config import logs
from mob.directory.models import Funder
from mob.identity import services as identity
from mob.identity.types import ProfileField
from mob.journal import runner
from mob.kernel import ports
from mob.kernel.ports import PortUnavailable
from mob.notifications.ports import MailTransport
from mob.web import pages
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.world import World

MARKERS = ("zebulonne", "Zébulonne", "Marqueville", "06 12 34 56 78", "0612345678", "FR76", "papier-secret", "1490")


class Lines(logging.Handler):
    """Keeps what both kinds of formatter make of every record, from the most talkative level up."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = io.StringIO()
        self.json = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("django.db.backends"):
            return  # a level that production refuses
        self.text.write(logs.formatter("text").format(record) + "\n")
        self.json.write(logs.formatter("json").format(record) + "\n")


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.django_db
def test_no_marker_of_a_person_is_in_any_line(
    world: World, client: Client, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    client.post("/connexion", {"email": "zebulonne@exemple.fr"})
    user = world.person("zebulonne.marqueville@exemple.fr")
    citizen = world.citizen(user)
    dossier = dossiers.sent(world, citizen=citizen)
    answers = {ProfileField.FIRST_NAME: "Zébulonne", ProfileField.PHONE: "06 12 34 56 78"}
    identity.declare(citizen, answers=answers, now=world.now)
    _story(world, dossier)
    _breakdowns(client, world, dossier, monkeypatch)
    identity.delete_account(citizen, choices={}, now=world.later(days=3))
    written = lines.text.getvalue() + lines.json.getvalue()
    assert "incident" in written
    assert not [marker for marker in MARKERS if marker in written]
    assert all(json.loads(line)["message"] for line in lines.json.getvalue().splitlines())


def _story(world: World, dossier: dossiers.Dossier) -> None:
    """A message, a refusal, and a mail server that quotes the address it was given."""
    agent = world.staff(Funder.objects.get(id=dossier.detail().funder_id))
    services.write_message(
        dossier.citizen, application_id=dossier.id, text="Zébulonne : papier-secret", now=world.later(hours=1)
    )
    services.reject(
        agent,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="papier-secret",
        remedy="Marqueville",
        appeal="Vous avez deux mois.",
        now=world.later(days=1),
    )

    class Postman:
        def carry(self, message: object) -> None:
            raise PortUnavailable("550 zebulonne.marqueville@exemple.fr unknown")

    ports.plug(MailTransport, Postman)  # type: ignore[type-abstract, arg-type]
    try:
        runner.run_due(world.later(days=2))
    finally:
        from mob.integrations.mailbox import Mailbox

        ports.plug(MailTransport, Mailbox)  # type: ignore[type-abstract]


def _breakdowns(client: Client, world: World, dossier: dossiers.Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that do not exist, and a failure whose message holds what a person typed."""
    from mob.identity.models import User

    sign_in(client, User.objects.get(id=dossier.citizen.id))
    client.get(dossier.path("nowhere"))
    client.get("/recherche?q=Marqueville")

    def fail(*_: object, **__: object) -> None:
        try:
            raise ValueError("Zébulonne, 0612345678")
        except ValueError as error:
            raise IntegrityError("Key (email)=(zebulonne.marqueville@exemple.fr), FR76 3000 6000 0112") from error

    monkeypatch.setattr(pages, "render", fail)
    response = client.get("/aide")
    assert response.status_code == 500
    assert "Incident" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("mail to anne.le-goff+x@exemple.fr refused", "mail to [address] refused"),
        ("call 06 12 34 56 78 or +33612345678", "call [telephone] or [telephone]"),
        ("paid FR7630006000011234567890189", "paid [account]"),
        ("started in 0612 ms at 2026-11-26T10:00:00", "started in 0612 ms at 2026-11-26T10:00:00"),
        ("019a2b3c-0612-7000-8000-061234567890 done", "019a2b3c-0612-7000-8000-061234567890 done"),
    ],
)
def test_the_last_guard_cuts_addresses_and_numbers(text: str, left: str) -> None:
    assert logs.guarded(text) == left


def test_an_exception_is_told_by_types_and_places() -> None:
    try:
        raise PortUnavailable("secret") from KeyError("other secret")
    except PortUnavailable as error:
        told = logs.told(error)
    assert "secret" not in told
    assert "PortUnavailable at" in told
    assert "caused by builtins.KeyError" in told
