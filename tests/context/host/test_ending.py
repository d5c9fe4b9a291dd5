"""One funder's archive holds all that is its own and nothing of another; a service that ends tells, gives back, and proves."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from joserfc import jwk, jws

from mob.applications import invariants, services
from mob.applications.models import Application
from mob.cli import close, export_funder
from mob.cli.terminal import Stop
from mob.config import closing, handover
from mob.config.backup import sealing
from mob.directory import closing as state
from mob.directory import selectors as directory
from mob.directory.models import Funder
from mob.directory.types import FunderView
from mob.documents import plugged
from mob.documents import selectors as documents
from mob.documents.ports import ObjectStore
from mob.identity.models import User
from mob.integrations.file_store import FileStore
from mob.journal import checkpoints
from mob.journal.verify import verify
from mob.kernel import ports
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Invalid, Refused
from mob.notifications.models import OutgoingMail
from tests.edge.cli.test_commands import run
from tests.factories import dossiers
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system()


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileStore]:
    """A vault of this test alone: the end of a service empties it whole."""
    store = FileStore(tmp_path / "vault")
    monkeypatch.setattr(ports, "_instances", {**ports._instances, ObjectStore: store})
    return store


def funder_of(dossier: dossiers.Dossier) -> FunderView:
    view = directory.funder(dossier.detail().funder_id)
    assert view
    return view


def read(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def test_a_funder_gets_all_that_is_its_own_and_nothing_of_another(world: World, tmp_path: Path) -> None:
    mine, other = dossiers.sent(world), dossiers.sent(world)
    dossiers.started(world, aid=None)
    agent = world.staff(Funder.objects.get(id=funder_of(mine).id), first_name="Julie")
    services.add_note(agent, application_id=mine.id, text="À rappeler", now=world.later(hours=1))
    made = handover.hand_over(funder_of(mine), tmp_path, to=[], now=world.now)
    found = read(made.file)
    assert (made.applications, made.papers) == (1, 1)
    assert made.file.stat().st_mode & 0o777 == 0o600
    content = json.loads(found[f"demandes/{mine.reference}/demande.json"])
    assert content["applicant"] == "Samira Haddad"
    assert content["notes"][0]["text"] == "À rappeler"
    whole = b"".join(found.values())
    assert other.reference.encode() not in whole
    assert funder_of(other).name.encode() not in whole
    (paper,) = [name for name in found if name.endswith(".jwe")]
    assert json.loads(found[paper])["ciphertext"]
    listed = {entry["name"] for entry in json.loads(found["manifest.json"])["entries"]}
    assert listed == found.keys() - {"manifest.json"}


def test_an_archive_that_travels_is_sealed(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = dossiers.sent(world)
    recipient = sealing.make_key(tmp_path / "key.txt")
    assert run(export_funder, funder_of(dossier).slug, "--to", str(tmp_path), "--recipient", recipient) == 0
    (file,) = tmp_path.glob("*.tar.age")
    assert b"Samira" not in file.read_bytes()
    names = {name for name, _ in sealing.opened(file, sealing.identities(tmp_path / "key.txt"))}
    assert f"demandes/{dossier.reference}/demande.json" in names
    assert "1 applications, 1 papers" in capsys.readouterr().out


def test_a_paper_that_cannot_be_read_leaves_no_archive(world: World, tmp_path: Path, vault: FileStore) -> None:
    dossier = dossiers.sent(world)
    for item in list(vault.listed()):
        vault.delete(item.key)
    with pytest.raises(Stop, match="nothing was kept"):
        run(export_funder, funder_of(dossier).slug, "--to", str(tmp_path))
    assert not list(tmp_path.glob("*.tar*"))


def test_an_unknown_funder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="no funder"):
        run(export_funder, "nowhere", "--to", str(tmp_path))


def test_everybody_is_told_once_of_the_last_day_a_month_ahead_at_least(world: World) -> None:
    world.person("samira@exemple.fr")
    world.person("anna@example.com", language="en")
    with pytest.raises(Invalid, match="closing_too_soon"):
        closing.announce(on=date(2026, 4, 10), now=world.now)
    assert closing.announce(on=date(2026, 4, 11), now=world.now) == 2
    subjects = set(OutgoingMail.objects.values_list("subject", flat=True))
    assert subjects == {
        "Ce service s’arrête le 11\u00a0avril\u00a02026",
        "This service ends on 11\u00a0April\u00a02026",
    }


def test_after_the_last_day_nothing_new_is_taken_and_cancelling_opens_again(world: World) -> None:
    dossier, aid = dossiers.ready(world), world.aid()
    closing.announce(on=date(2026, 4, 11), now=world.now)
    late = world.later(days=32)  # 12 April
    signature = dossiers.signature(dossier)
    for act in (
        lambda: services.start(world.citizen(), slug=aid.slug, language="fr", now=late),
        lambda: services.attach(dossier.citizen, application_id=dossier.id, code="devis", raw=dossiers.PDF, now=late),
        lambda: services.submit(dossier.citizen, application_id=dossier.id, declaration=signature, now=late),
    ):
        with pytest.raises(Refused, match="service_closed"):
            act()
    assert state.cancel(SYSTEM, now=late)
    assert services.submit(dossier.citizen, application_id=dossier.id, declaration=signature, now=late)


def test_nothing_is_erased_before_the_last_day_nor_before_funders_have_their_files(
    world: World, tmp_path: Path
) -> None:
    dossiers.sent(world)
    late = world.later(days=40)
    with pytest.raises(Refused, match="closing_not_over"):
        closing.erase(now=late)
    closing.announce(on=date(2026, 4, 11), now=world.now)
    with pytest.raises(Refused, match="closing_not_over"):
        closing.erase(now=world.later(days=31))
    with pytest.raises(Refused, match="closing_funders_first"):
        closing.erase(now=late)
    assert Application.objects.get().applicant_name


def test_the_end_erases_everybody_but_administrators_and_signs_what_it_did(world: World, tmp_path: Path) -> None:
    dossier = dossiers.sent(world)
    dossiers.ready(world)
    admin = world.staff(Funder.objects.get(id=funder_of(dossier).id), Role.ADMINISTRATOR).id
    from mob.directory.models import Membership

    Membership.objects.filter(user_id=admin).update(funder=None)
    closing.announce(on=date(2026, 4, 11), now=world.now)
    late = world.later(days=40)
    closing.export(tmp_path, to=[], now=late, progress=lambda _: None)
    erased = closing.erase(now=late)
    assert set(erased["after"].values()) == {0}
    assert erased["before"]["applications"] == 2
    assert list(User.objects.filter(deleted_at=None).values_list("id", flat=True)) == [admin]
    assert list(plugged.object_store().listed()) == []
    checkpoints.record({}, late + timedelta(hours=1))
    assert verify().findings == ()
    assert list(invariants.broken()) == []
    key = jwk.ECKey.import_key(documents.manifest_key())
    claims = json.loads(jws.deserialize_compact(closing.proof(erased, now=late).encode(), key).payload)
    assert (claims["after"], claims["format"]) == (erased["after"], "mob-erasure/1")
    assert set(closing.erase(now=late)["after"].values()) == {0}


def test_the_command_says_where_the_end_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(close) == 0
    assert "No end is announced" in capsys.readouterr().out
    with pytest.raises(Stop, match="--proof"):
        run(close, "--erase")
