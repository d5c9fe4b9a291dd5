"""Taking one's data away, and leaving."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import pytest

from mob.identity import registry, selectors, services
from mob.identity.models import IdentityClaim, Profile, User
from mob.identity.ports import AccountMail
from mob.identity.types import Choice, ExportFile, OpenItem, ProfileField, Retained
from mob.journal import selectors as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, InvalidMany, Refused
from mob.kernel.ids import uuid7
from tests.factories.accounts import Mailbox
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


class Share:
    """Another context's share of a person's data."""

    def __init__(self) -> None:
        self.item = uuid7()
        self.told: dict[UUID, Choice] = {}
        self.breaks = False

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        return [ExportFile("demandes/recu.txt", b"recu")]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return [OpenItem(self.item, "Prime vélo", "ABCD-1234")]

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return [Retained("Prime vélo", "prescription quadriennale", date(2031, 12, 31))]

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        assert selectors.email_of(user_id), "the account's own share is erased last"
        self.told = dict(choices)
        if self.breaks:
            raise Conflict("changed_meanwhile")


@pytest.fixture
def share() -> Iterator[Share]:
    share = Share()
    registry.hold("test", share)
    yield share
    registry.release("test")


@pytest.fixture
def person(world: World) -> Actor:
    actor = world.citizen(world.person("samira.haddad@exemple.fr"))
    answers = {ProfileField.FIRST_NAME: "Samira", ProfileField.COMMUNE: "99V01"}
    services.declare(actor, answers=answers, now=NOW)
    return actor


def test_the_archive_holds_everybodys_share(person: Actor, share: Share) -> None:
    archive = zipfile.ZipFile(io.BytesIO(services.export_everything(person)))
    assert {"compte/compte.json", "demandes/recu.txt"} <= set(archive.namelist())
    contents = json.loads(archive.read("compte/compte.json"))
    assert contents["account"]["identity"]["first_name"]["value"] == "Samira"
    assert [entry["what"] for entry in contents["history"]] == ["claims_declared"]


def test_a_deletion_empties_the_account_and_frees_its_address(person: Actor, share: Share, mailbox: Mailbox) -> None:
    assert person.id
    services.delete_account(person, choices={share.item: Choice.CONTINUE}, now=NOW)
    user = User.objects.get(id=person.id)
    assert (user.is_active, user.deleted_at, user.has_usable_password()) == (False, NOW, False)
    assert "samira" not in str(vars(user)).lower()
    assert not IdentityClaim.objects.exists()
    assert not Profile.objects.exists()
    assert selectors.email_of(person.id) is None
    assert selectors.user_by_email("samira.haddad@exemple.fr") is None
    assert share.told == {share.item: Choice.CONTINUE}
    assert (mailbox.last.kind, mailbox.last.to) == (AccountMail.ACCOUNT_DELETED, "samira.haddad@exemple.fr")
    fact = journal.stream_facts(Actor.system(), f"account:{person.id}")[-1]
    assert (fact.kind, fact.data) == ("account_deleted", {"continued": 1, "withdrawn": 0})


def test_every_application_under_way_needs_a_choice(person: Actor, share: Share) -> None:
    with pytest.raises(InvalidMany) as refusal:
        services.delete_account(person, choices={}, now=NOW)
    assert [error.pointer for error in refusal.value.errors] == [f"choice_{share.item}"]
    assert person.id
    assert selectors.email_of(person.id)


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_cannot_be_whole_is_not_done_at_all(person: Actor, share: Share) -> None:
    share.breaks = True
    with pytest.raises(Conflict):
        services.delete_account(person, choices={share.item: Choice.WITHDRAW}, now=NOW)
    assert selectors.own_profile(person).full_name == "Samira"


def test_staff_lose_their_access_before_their_account(world: World) -> None:
    staff = world.staff(world.funder())
    with pytest.raises(Refused, match="staff_cannot_delete"):
        services.delete_account(staff, choices={}, now=NOW)


def test_what_must_be_kept_is_named_with_its_date(person: Actor, share: Share) -> None:
    assert [(item.title, item.until) for item in services.retained(person)] == [("Prime vélo", date(2031, 12, 31))]
