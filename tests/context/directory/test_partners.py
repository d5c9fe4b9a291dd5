"""Partners: who joins, who may what, what the platform opens, what ends with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mob.directory import selectors, services
from mob.directory.models import PartnerInvitation
from mob.directory.partner_types import PartnerKind, PartnerRole, SandboxScript
from mob.identity.models import Client, Link
from mob.identity.oidc import clients, keeping, links
from mob.identity.oidc_types import NewClient
from mob.identity.ports import AccountMail
from mob.journal import worker
from mob.journal.selectors import stream_facts
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused
from tests.factories.accounts import plugged_mailbox
from tests.factories.partners import WORDS, Console, console
from tests.factories.provider import service
from tests.factories.world import World

SYSTEM = Actor.system()
NOW = clock.now()


@pytest.fixture
def house(world: World) -> Console:
    return console(world)


def test_somebody_invited_joins_once_with_that_address_and_needs_a_second_factor(world: World, house: Console) -> None:
    ask = {"partner_id": house.id, "email": "dev@tilleul.exemple", "role": PartnerRole.DEVELOPER, "now": NOW}
    token = services.invite_partner(house.actor, **ask)
    user, other = world.person("Dev@Tilleul.exemple"), world.person()
    with pytest.raises(Forbidden, match="invitation_other_address"):
        services.accept_partner_invitation(Actor.citizen(other.id), token=token, now=NOW)
    assert not selectors.is_staff(user.id)
    assert services.accept_partner_invitation(Actor.citizen(user.id), token=token, now=NOW) == house.id
    assert selectors.is_staff(user.id)
    hat = selectors.operator_actor(user.id)
    assert hat is not None
    assert (hat.kind, hat.partner_id, hat.roles) == (ActorKind.OPERATOR, house.id, frozenset())
    with pytest.raises(Refused, match="invitation_used"):
        services.accept_partner_invitation(Actor.citizen(user.id), token=token, now=NOW)
    assert PartnerInvitation.objects.get().email == "", "it says nothing of her any more"


def test_an_invitation_ends_after_seven_days_or_when_it_is_taken_back(world: World, house: Console) -> None:
    ask = {"partner_id": house.id, "role": PartnerRole.DEVELOPER, "now": NOW}
    late = services.invite_partner(house.actor, email="a@tilleul.exemple", **ask)
    taken = services.invite_partner(house.actor, email="b@tilleul.exemple", **ask)
    services.cancel_partner_invitation(
        house.actor, invitation_id=PartnerInvitation.objects.get(email="b@tilleul.exemple").id, now=NOW
    )
    for token, code, days in ((late, "invitation_expired", 7), (taken, "invitation_used", 0)):
        with pytest.raises(Refused, match=code):
            services.accept_partner_invitation(world.citizen(), token=token, now=NOW + timedelta(days=days))


def test_a_developer_looks_after_clients_and_invites_nobody(world: World) -> None:
    house = console(world, role=PartnerRole.DEVELOPER)
    house.register()
    with pytest.raises(Forbidden):
        services.invite_partner(
            house.actor, partner_id=house.id, email="x@y.exemple", role=PartnerRole.DEVELOPER, now=NOW
        )


def test_nobody_sees_or_touches_what_another_partner_registered(world: World, house: Console) -> None:
    mine, stranger = house.register(), console(world)
    for act in (
        lambda: selectors.partner_client(stranger.actor, mine.id),
        lambda: keeping.described(stranger.actor, mine.id),
        lambda: services.close_client(stranger.actor, client_id=mine.id, now=NOW),
        lambda: selectors.partner(stranger.actor, house.id),
        lambda: services.make_sandbox_person(
            stranger.actor, partner_id=house.id, script=SandboxScript.CERTIFIED, now=NOW
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert selectors.partner_clients(stranger.actor, house.id) == []
    assert selectors.partner_members(stranger.actor, house.id) == []


def test_a_live_client_answers_once_the_platform_accepted_it(house: Console) -> None:
    made = house.register(is_sandbox=False)
    assert clients.find(made.client_id) is None
    assert [each.client_id for each in selectors.clients_asked(SYSTEM)] == [made.id]
    with pytest.raises(Forbidden):
        services.accept_client(house.actor, client_id=made.id, now=NOW)
    services.accept_client(SYSTEM, client_id=made.id, now=NOW)
    assert clients.find(made.client_id) is not None
    assert selectors.clients_asked(SYSTEM) == []
    with pytest.raises(Refused, match="client_not_asked"):
        services.accept_client(SYSTEM, client_id=made.id, now=NOW)


def test_a_refusal_says_why_and_the_corrected_request_is_put_again(house: Console) -> None:
    made = house.register(is_sandbox=False)
    services.refuse_client(SYSTEM, client_id=made.id, why="L’adresse de retour n’est pas la vôtre.", now=NOW)
    view = selectors.partner_client(house.actor, made.id)
    assert view.refusal.startswith("L’adresse")
    assert not view.is_waiting
    services.ask_again(house.actor, client_id=made.id, now=NOW)
    assert selectors.partner_client(house.actor, made.id).is_waiting


def test_a_live_client_says_why_it_needs_each_scope(house: Console) -> None:
    with pytest.raises(Invalid) as caught:
        house.register(is_sandbox=False, scopes=("openid", "phone"))
    assert (caught.value.code, caught.value.pointer) == ("client_justification", "justification")


def test_of_a_live_client_addresses_change_at_once_and_scopes_wait(house: Console) -> None:
    made = house.register(is_sandbox=False)
    services.accept_client(SYSTEM, client_id=made.id, now=NOW)
    before = keeping.described(house.actor, made.id)
    new = replace(before, redirect_uris=("https://appli.exemple.fr/autre",), scopes=(*before.scopes, "phone"))
    words = {**WORDS, "phone": "Le chauffeur appelle en cas de retard."}
    services.edit_client(house.actor, client_id=made.id, new=new, justification=words, now=NOW)
    half = keeping.described(house.actor, made.id)
    assert half.redirect_uris == new.redirect_uris
    assert "phone" not in half.scopes
    services.accept_client(SYSTEM, client_id=made.id, now=NOW)
    assert "phone" in keeping.described(house.actor, made.id).scopes


def test_an_operator_gives_itself_no_live_client_and_no_live_word(house: Console) -> None:
    with pytest.raises(Forbidden):
        clients.create_client(house.actor, replace(_new(), owner=house.id), now=NOW)
    made = house.register(is_sandbox=False)
    services.accept_client(SYSTEM, client_id=made.id, now=NOW)
    before = keeping.described(house.actor, made.id)
    with pytest.raises(Forbidden, match="client_live_words"):
        keeping.edit_client(house.actor, made.id, replace(before, legal_basis="Décret inventé"), now=NOW)


def _new() -> NewClient:
    return NewClient("autre", "Autre", "Autre", redirect_uris=("https://a.exemple.fr/r",))


def test_a_sector_belongs_to_one_partner(world: World, house: Console) -> None:
    house.register(is_sandbox=False)
    stranger = console(world)
    with pytest.raises(Invalid, match="client_sector_taken"):
        stranger.register(is_sandbox=False)
    with pytest.raises(Invalid, match="client_sector_host"):
        stranger.register(is_sandbox=False, redirect_uris=("https://b.exemple.fr/r",), sector="appli.exemple.fr")
    stranger.register()  # a sandbox meets nobody real


def test_a_closed_client_answers_nothing_and_those_who_linked_it_are_told(world: World, house: Console) -> None:
    made = house.register(is_sandbox=False)
    services.accept_client(SYSTEM, client_id=made.id, now=NOW)
    person, client = world.person("samira@exemple.fr"), clients.find(made.client_id)
    assert client is not None
    links.allow(Actor.citizen(person.id), client, asked=("openid",), chosen=(), text="Oui.", language="fr", now=NOW)
    services.close_client(house.actor, client_id=made.id, now=NOW)
    assert clients.find(made.client_id) is None
    with plugged_mailbox() as mailbox:
        worker.run_once(clock.now)
        worker.run_once(clock.now)
    assert [(mail.kind, mail.to) for mail in mailbox.mails] == [(AccountMail.SERVICE_CLOSED, person.email)]
    assert Link.objects.get(client_id=made.id).ended_at is not None


def test_a_partner_is_created_and_closed_by_the_platform_with_all_that_is_its_own(house: Console) -> None:
    card = services.PartnerDetails("Autre", PartnerKind.MAAS, "a@b.exemple")
    with pytest.raises(Forbidden):
        services.create_partner(house.actor, details=card, now=NOW)
    name = selectors.partner(SYSTEM, house.id).name
    with pytest.raises(Refused, match="partner_exists"):
        services.create_partner(SYSTEM, details=replace(card, name=name), now=NOW)
    made = house.register()
    with pytest.raises(Forbidden):
        services.close_partner(house.actor, partner_id=house.id, now=NOW)
    services.close_partner(SYSTEM, partner_id=house.id, now=NOW)
    assert Client.objects.get(id=made.id).closed_at is not None
    assert selectors.operator_actor(house.user.id) is None
    assert [fact.kind for fact in stream_facts(SYSTEM, f"partner:{house.id}")][-1] == "partner_closed"


def test_the_last_administrator_of_a_partner_stays_unless_the_platform_says_so(world: World, house: Console) -> None:
    member = selectors.partner_members(house.actor, house.id)[0]
    with pytest.raises(Refused, match="last_administrator"):
        services.end_partner_membership(house.actor, membership_id=member.id, now=NOW)
    services.end_partner_membership(
        Actor(ActorKind.STAFF, id=world.person().id, roles=frozenset({Role.ADMINISTRATOR})),
        membership_id=member.id,
        now=NOW,
    )
    assert selectors.operator_actor(house.user.id) is None


def test_a_client_of_nobody_is_still_made_as_before(world: World, house: Console) -> None:
    app = service()
    found = clients.find(app.client_id)
    assert found is not None
    assert found.owner is None
    with pytest.raises(NotFound):
        keeping.described(house.actor, found.id)
