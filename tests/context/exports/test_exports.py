"""A list taken away: what it holds, who may fetch it, what is told of it, and when it is gone."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from python_calamine import load_workbook

from mob.applications import inbox
from mob.applications import services as applications
from mob.applications.inbox import Filters, Sorting, Tab
from mob.applications.models import Application
from mob.applications.types import AwardTerms, PaymentMode, RejectionReason
from mob.directory.models import Membership
from mob.exports import selectors, services, tasks
from mob.exports.models import Export, ExportPart
from mob.exports.personal_data import ExportData
from mob.exports.selection import Selection, read, stored
from mob.exports.services import making
from mob.exports.types import KEPT_FOR, Format, Progress
from mob.journal import runner
from mob.journal.models import Fact
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, NotFound, Refused, Unavailable
from mob.kernel.money import Cents
from mob.notifications.models import OutgoingMail
from tests.context.applications.conftest import Office
from tests.factories import dossiers

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Path:
    return making.workshop()


def selection(tab: Tab = Tab.ALL, **filters: Any) -> Selection:
    return Selection(tab, Filters(**filters), inbox.ORDERS[tab][0])


def asked(office: Office, kind: Format = Format.CSV, who: Actor | None = None, **filters: Any) -> UUID:
    key, _ = services.ask(
        who or office.agent,
        kind=kind,
        selection=selection(**filters),
        query="?vue=toutes",
        language="fr",
        now=office.world.now,
    )
    return key


def taken(office: Office, key: UUID, who: Actor | None = None) -> bytes:
    _, pieces = services.take(who or office.agent, export_id=key, now=office.world.now)
    return b"".join(pieces)


def table(office: Office, **filters: Any) -> list[dict[str, str]]:
    text = taken(office, asked(office, **filters)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def decided(office: Office) -> tuple[str, str]:
    granted, refused = dossiers.sent(office.world, office.aid), dossiers.sent(office.world, office.aid)
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_050))
    applications.approve(office.agent, application_id=granted.id, terms=terms, now=office.world.now)
    applications.reject(
        office.agent,
        application_id=refused.id,
        reason=RejectionReason.PROOF_INVALID,
        text="Le devis n’est pas à votre nom.",
        remedy="",
        appeal="Tribunal administratif, deux mois.",
        now=office.world.now,
    )
    return granted.reference, refused.reference


def test_a_short_list_is_there_at_once_with_what_the_desk_shows(office: Office) -> None:
    granted, refused = decided(office)
    by_number = {row["Numéro"]: row for row in table(office)}
    assert set(by_number) == {granted, refused}
    assert by_number[granted]["Montant d’un versement (€)"] == "500,50"
    assert by_number[granted]["État"] == "Accordée"
    assert by_number[granted]["Reçue le"] == "11/03/2026"
    assert by_number[refused]["Motif du refus"] == "Un justificatif n’est pas valable"


def test_a_filtered_list_is_the_filtered_list(office: Office) -> None:
    decided(office)
    waiting = dossiers.sent(office.world, office.aid)
    rows = table(office, tab=Tab.UNASSIGNED)
    assert [row["Numéro"] for row in rows] == [waiting.reference]


def test_the_list_of_one_aid_has_a_column_for_each_of_its_questions(office: Office) -> None:
    dossiers.sent(office.world, office.aid)
    plain, whole = table(office)[0], table(office, aid_id=office.aid.id)[0]
    added = set(whole) - set(plain)
    assert len(added) == 1
    assert whole[added.pop()] == "1490"


def test_every_format_opens(office: Office, tmp_path: Path) -> None:
    reference, _ = decided(office)
    for kind in (Format.XLSX, Format.ODS):
        target = tmp_path / f"liste.{kind.value}"
        target.write_bytes(taken(office, asked(office, kind)))
        rows = load_workbook(str(target)).get_sheet_by_index(0).to_python()
        assert reference in {row[0] for row in rows}


def test_a_name_that_is_a_formula_opens_inert(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    Application.objects.filter(id=dossier.id).update(applicant_name="=1+1")
    assert table(office)[0]["Personne"] == "'=1+1"


def test_nothing_readable_lies_in_the_database_or_the_home(office: Office, home: Path) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    Application.objects.filter(id=dossier.id).update(applicant_name="Marqueur Unique")
    key = asked(office)
    parts = b"".join(bytes(part.sealed) for part in ExportPart.objects.filter(export_id=key))
    assert b"Marqueur" not in parts
    assert dossier.reference.encode() not in parts
    assert not list(home.iterdir())
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_list_of_a_community_holds_that_community_alone(office: Office) -> None:
    inside, outside = dossiers.sent(office.world, office.aid), dossiers.sent(office.world, office.aid)
    here = office.world.community(office.funder)
    Application.objects.filter(id=inside.id).update(community=here)
    member = Membership.objects.get(user_id=office.agent.id)
    member.sees_all_communities = False
    member.save()
    member.communities.set([here])
    narrow = dataclasses.replace(office.agent, community_ids=frozenset({here.id}))
    text = taken(office, asked(office, who=narrow), narrow).decode()
    assert inside.reference in text
    assert outside.reference not in text


def test_a_file_made_with_wider_rights_is_out_of_reach_once_they_narrow(office: Office) -> None:
    here = office.world.community(office.funder)
    key = asked(office)
    narrow = dataclasses.replace(office.agent, community_ids=frozenset({here.id}))
    with pytest.raises(NotFound):
        taken(office, key, narrow)
    assert selectors.mine(narrow, now=office.world.now) == []


def test_the_file_is_of_who_asked_alone(office: Office) -> None:
    key = asked(office)
    stranger = office.world.staff(office.world.funder())
    for other in (office.world.staff(office.funder, Role.SUPERVISOR), stranger, office.world.citizen()):
        with pytest.raises(NotFound):
            taken(office, key, other)
        with pytest.raises(NotFound):
            services.erase(other, export_id=key, now=office.world.now)
    for nobody in (Actor.anonymous(), Actor.system(), office.world.citizen()):
        with pytest.raises(Forbidden):
            asked(office, who=nobody)
    editor = Actor(ActorKind.STAFF, office.agent.id, office.funder.id, roles=frozenset({Role.CONTENT_EDITOR}))
    with pytest.raises(Forbidden):
        asked(office, who=editor)


def test_who_took_what_and_how_much_of_it_is_journaled_without_a_name(office: Office) -> None:
    dossiers.sent(office.world, office.aid)
    key = asked(office, aid_id=office.aid.id, text="haddad")
    taken(office, key)
    facts = list(Fact.objects.filter(stream=f"export:{key}").order_by("seq"))
    assert [fact.kind for fact in facts] == ["export_asked", "export_made", "export_taken"]
    assert str(office.agent.id) in facts[0].data
    assert str(office.aid.id) in facts[0].data
    assert '"has_text":true' in facts[0].data
    assert '"rows":' in facts[1].data
    assert "haddad" not in "".join(fact.data for fact in facts)


@pytest.fixture
def long_lists(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every list is a long one."""
    monkeypatch.setattr(inbox, "CAP", -1)
    return iter(())


@pytest.mark.usefixtures("long_lists")
def test_a_long_list_is_made_by_the_worker_which_writes_to_who_asked(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    key = asked(office)
    assert selectors.mine(office.agent, now=office.world.now)[0].progress is Progress.WAITING
    with pytest.raises(NotFound):
        taken(office, key)
    runner.run_due(office.world.now)
    assert dossier.reference in taken(office, key).decode()
    mail = OutgoingMail.objects.get(kind="export_made")
    assert "/gestion/exports" in mail.text
    assert dossier.reference not in mail.text


def test_a_short_list_sends_no_mail(office: Office) -> None:
    asked(office)
    runner.run_due(office.world.later(hours=1))
    assert not OutgoingMail.objects.filter(kind="export_made").exists()


@pytest.mark.usefixtures("long_lists")
def test_rights_are_those_of_the_moment_it_is_made(office: Office) -> None:
    key = asked(office)
    Membership.objects.filter(user_id=office.agent.id).update(ended_at=office.world.now)
    runner.run_due(office.world.now)
    row = Export.objects.get(id=key)
    assert (row.progress, row.error) == (Progress.FAILED.value, "export_forbidden")
    assert OutgoingMail.objects.filter(kind="export_failed").count() == 1


def test_a_list_too_long_for_a_file_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        dossiers.sent(office.world, office.aid)
    monkeypatch.setattr(making, "MOST_ROWS", 2)
    key = asked(office)
    assert Export.objects.get(id=key).error == "export_too_long"
    assert not ExportPart.objects.exists()


@pytest.mark.usefixtures("long_lists")
def test_a_file_is_made_by_one_process_and_waits_for_another_that_may_be_dead(office: Office) -> None:
    key = asked(office)
    Export.objects.filter(id=key).update(making_until=office.world.later(minutes=5))
    make = tasks.define()[0]
    with pytest.raises(Unavailable):
        make.handle({"id": str(key)}, office.world.now)
    make.handle({"id": str(key)}, office.world.later(minutes=6))
    make.handle({"id": str(key)}, office.world.later(minutes=6))
    assert Export.objects.get(id=key).progress == Progress.READY.value
    assert Fact.objects.filter(kind="export_made").count() == 1


@pytest.mark.usefixtures("long_lists")
def test_a_writer_that_breaks_leaves_nothing_and_is_tried_again(
    office: Office, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    key = asked(office)

    def broken(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setitem(making.WRITERS, Format.CSV, broken)
        runner.run_due(office.world.now)
    assert Export.objects.get(id=key).progress == Progress.WAITING.value
    assert not list(home.iterdir())
    runner.run_due(office.world.later(minutes=2))
    assert dossier.reference in taken(office, key).decode()


def test_a_person_keeps_a_dozen_lists_at_most(office: Office) -> None:
    for _ in range(12):
        asked(office)
    with pytest.raises(Refused, match="exports_too_many"):
        asked(office)
    services.erase(
        office.agent, export_id=selectors.mine(office.agent, now=office.world.now)[0].id, now=office.world.now
    )
    asked(office)


def test_a_file_is_gone_after_32_hours(office: Office) -> None:
    key = asked(office)
    late = office.world.now + KEPT_FOR
    with pytest.raises(NotFound):
        services.take(office.agent, export_id=key, now=late)
    assert services.erase_due(now=late - timedelta(seconds=1)) == 0
    tasks.define()[1].handle({}, late)
    assert not Export.objects.exists()
    assert not ExportPart.objects.exists()
    assert Fact.objects.filter(stream=f"export:{key}", kind="export_erased").exists()


def test_what_a_killed_process_left_in_the_home_is_swept(office: Office, home: Path) -> None:
    old, new = home / "made-old", home / "made-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "list").write_text("Samira")
    os.utime(old, (1, 1))
    tasks.sweep()
    assert [path.name for path in home.iterdir()] == ["made-new"]
    shutil.rmtree(new)


def test_a_person_who_leaves_is_in_no_file(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    key, other = asked(office), office.world.staff(office.world.funder())
    services.ask(other, kind=Format.CSV, selection=selection(), query="", language="fr", now=office.world.now)
    ExportData().erase(dossier.citizen, user_id=_id(dossier.citizen), choices={}, now=office.world.now)
    assert not Export.objects.filter(id=key).exists()
    assert Export.objects.count() == 1


def test_an_agent_finds_her_lists_in_her_data_and_takes_them_with_her(office: Office) -> None:
    asked(office)
    (file,) = ExportData().export(_id(office.agent))
    assert b"?vue=toutes" in file.content
    ExportData().erase(office.agent, user_id=_id(office.agent), choices={}, now=office.world.now)
    assert not Export.objects.exists()


def test_a_piece_moved_to_another_place_does_not_open(office: Office) -> None:
    first, second = asked(office), asked(office)
    part = ExportPart.objects.get(export_id=first)
    ExportPart.objects.filter(export_id=second).update(sealed=part.sealed)
    with pytest.raises(NotFound):
        taken(office, second)


def test_a_selection_is_read_as_it_was_stored() -> None:
    sorting: Sorting = inbox.ORDERS[Tab.DECIDED][0]
    whole = Selection(Tab.DECIDED, Filters(UUID(int=1), None, UUID(int=2), None, None, "zoé"), sorting)
    assert read(stored(whole)) == whole


def _id(actor: Actor) -> UUID:
    assert actor.id is not None
    return actor.id
