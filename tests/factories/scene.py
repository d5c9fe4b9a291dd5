"""The scene that authorisation is tried on: one dossier in each state that opens a page, and one browser for each
relation a person can have to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.test import Client

from mob.applications import automatic, inbox, services
from mob.applications.inbox import Filters, Tab
from mob.applications.models import Application, CounterVisit, Message, Note, Proof, Purchase
from mob.applications.tasks import lapse
from mob.applications.types import AwardTerms, PaymentMode, RejectionReason, State, WithdrawalGround
from mob.catalogue.models import Aid, MistakeReport
from mob.directory import services as directory
from mob.directory.models import (
    Affiliation,
    AffiliationRules,
    Community,
    Delegation,
    Funder,
    FunderKey,
    Invitation,
    Membership,
)
from mob.directory.partner_types import PartnerRole
from mob.directory.selectors import actor_for
from mob.directory.types import KeyState
from mob.eligibility.certified.types import RegisterSource
from mob.eligibility.certifying import collecting
from mob.eligibility.models import HeldFact
from mob.exports import services as exports
from mob.exports.models import Export
from mob.exports.selection import Selection
from mob.exports.types import Format
from mob.identity.models import AccessibilityRequest, AccessibilityShare, Link, Mandate, User
from mob.identity.models import Client as OidcClient
from mob.journal.models import Fact
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from mob.kernel.ports import PortUnavailable
from mob.notifications.models import Letter
from mob.payments.models import BankDetails, Envelope, Order
from tests.factories import at_the_counter as counter
from tests.factories import certifying, dossiers, mandates, money, partners, provider, purchases, sharing
from tests.factories.accounts import sign_in
from tests.factories.dossiers import Dossier
from tests.factories.employers import Employer, employer
from tests.factories.partners import CALLBACK
from tests.factories.provider import Service
from tests.factories.sessions import strong_client
from tests.factories.world import World


class Who(StrEnum):
    """Everyone a request may come from, by what she is to the dossiers and to the funder of the scene."""

    ANONYMOUS = "nobody signed in"
    OWNER = "the person who applied"
    PERSON = "another person"
    AGENT = "a case manager of the dossier's community"
    AGENT_ELSEWHERE = "a case manager of another community of the funder"
    AGENT_STRANGER = "a case manager of another funder"
    SUPERVISOR = "a supervisor of the funder"
    SUPERVISOR_STRANGER = "a supervisor of another funder"
    EDITOR = "a content editor of the funder"
    EDITOR_STRANGER = "a content editor of another funder"
    ADMINISTRATOR = "an administrator of the funder"
    ADMINISTRATOR_STRANGER = "an administrator of another funder"
    PLATFORM = "an administrator of the platform"


QUOTE = {"code": "devis", "proof_type": "quote", "label_fr": "Devis du vélo"}
COOKIE = settings.SESSION_COOKIE_NAME
_ROLES = {
    Who.AGENT: Role.CASE_MANAGER,
    Who.AGENT_ELSEWHERE: Role.CASE_MANAGER,
    Who.AGENT_STRANGER: Role.CASE_MANAGER,
    Who.SUPERVISOR: Role.SUPERVISOR,
    Who.SUPERVISOR_STRANGER: Role.SUPERVISOR,
    Who.EDITOR: Role.CONTENT_EDITOR,
    Who.EDITOR_STRANGER: Role.CONTENT_EDITOR,
    Who.ADMINISTRATOR: Role.ADMINISTRATOR,
    Who.ADMINISTRATOR_STRANGER: Role.ADMINISTRATOR,
}
_STRANGERS = (Who.AGENT_STRANGER, Who.SUPERVISOR_STRANGER, Who.EDITOR_STRANGER, Who.ADMINISTRATOR_STRANGER)


@dataclass
class Scene:
    """`dossiers` by state; `names` fill the addresses of the access table."""

    users: dict[Who, User]
    funder: Funder
    dossiers: dict[State, Dossier]
    names: dict[str, str]
    cookies: dict[Who, str]

    def browser(self, who: Who, **options: Any) -> Client:
        """A fresh browser of hers, with the session that proved a second factor. `options` are Django's client's."""
        client = Client(**options)
        if who is not Who.ANONYMOUS:
            client.cookies[COOKIE] = self.cookies[who]
        return client

    def weak_browser(self, who: Who) -> Client:
        """A fresh browser of hers, signed in without a second factor."""
        return sign_in(Client(), self.users[who])

    def actor(self, who: Who) -> Actor:
        return Actor.citizen(self.users[who].id)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside is rolled back, so that each request meets the same scene."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def fingerprint(self) -> list[Any]:
        """What an act changes, whatever the act: facts, rows and their states."""
        return [
            Fact.objects.count(),
            Note.objects.count(),
            Message.objects.count(),
            sorted(Application.objects.values_list("id", "state", "version")),
            sorted(Proof.objects.values_list("id", flat=True)),
            sorted(Aid.objects.values_list("id", "state")),
            sorted(Membership.objects.values_list("id", "role", "ended_at")),
            sorted(Invitation.objects.values_list("id", "accepted_at", "cancelled_at")),
            sorted(Export.objects.values_list("id", flat=True)),
            sorted(FunderKey.objects.values_list("id", "state")),
            sorted(Funder.objects.values_list("id", "version")),
            sorted(Delegation.objects.values_list("id", "revoked_at")),
            sorted(Affiliation.objects.values_list("id", "state", "version")),
            sorted(AffiliationRules.objects.values_list("funder_id", "version")),
            sorted(Community.objects.values_list("id", "name")),
            sorted(Order.objects.values_list("id", "state")),
            sorted(BankDetails.objects.values_list("id", flat=True)),
            sorted(Envelope.objects.values_list("id", "version")),
            sorted(Mandate.objects.values_list("id", "state", "version")),
            sorted(CounterVisit.objects.values_list("id", "signed_at", "closed_at", "code_hash")),
            sorted(Letter.objects.values_list("id", "printed_at", "posted_at")),
            sorted(Link.objects.values_list("id", "scope", "ended_at")),
            sorted(AccessibilityShare.objects.values_list("id", "level", "ended_at")),
            sorted(AccessibilityRequest.objects.values_list("id", "answered_at")),
            sorted(Purchase.objects.values_list("id", "state")),
        ]


def built(world: World) -> Scene:
    """Two funders, two communities at the first, everyone, and a dossier of the owner in each state."""
    # The strangers work for an employer: at its desk they have what the town's staff have not, its people.
    funder, other = world.funder("Métropole de Valmont"), employer(world, "Entreprise voisine", by_hand=True).funder
    here, elsewhere = world.community(funder, "Habitants"), world.community(funder, "Étudiants")
    users = _everyone(world, funder, other, here, elsewhere)
    owner = world.citizen(users[Who.OWNER])
    made = _dossiers(world, funder, owner, here, world.actor_of(users[Who.AGENT].id))
    cookies = {who: strong_client(user).cookies[COOKIE].value for who, user in users.items()}
    names = _names(world, users, funder, here, made) | _affiliations(world, other, users[Who.OWNER])
    names["represented"] = _represented(world, funder, owner, here)
    names |= _certified(funder, owner)
    names |= _money(world, funder, owner, here) | _services(owner) | _mandates(world, owner)
    names |= _partner(world, users)
    agent = actor_for(users[Who.AGENT].id, funder_id=funder.id)
    assert agent is not None
    names |= _visits(world, agent) | _letters(made[State.SUBMITTED], users[Who.AGENT])
    return Scene(users, funder, made, names, cookies)


def _visits(world: World, agent: Actor) -> dict[str, str]:
    """Somebody the agent receives now, who signed and began an application; and somebody who has not signed yet."""
    visit, unsigned = (counter.visit(agent, now=clock.now()) for _ in range(2))
    draft = counter.begun(world, agent, visit, now=clock.now())
    return {"visit": str(visit), "unsigned_visit": str(unsigned), "her_draft": draft}


def _letters(dossier: Dossier, agent: User) -> dict[str, str]:
    """About the owner's file: one to print, one printed, one that has just left."""
    row, now = Application.objects.get(id=dossier.id), clock.now()
    made = [counter.letter(row, printed_at=now if number else None, now=now) for number in range(3)]
    Letter.objects.filter(id=made[2]).update(posted_at=now, posted_by=agent.id)
    return {"letter": str(made[0]), "printed_letter": str(made[1]), "gone_letter": str(made[2])}


def _represented(world: World, funder: Funder, owner: Actor, community: Community) -> str:
    """Sent for a child, its paper not read yet."""
    dossier = dossiers.for_child(world, world.aid(funder), owner)
    services.choose_community(owner, application_id=dossier.id, community_id=community.id, now=world.now)
    services.submit(owner, application_id=dossier.id, declaration=dossiers.signature(dossier), now=world.now)
    return dossier.reference


def _mandates(world: World, owner: Actor) -> dict[str, str]:
    """One the owner gave, one she holds, one she is asked for."""
    jean, odette, karim = (mandates.person(world, name) for name in ("Jean", "Odette", "Karim"))
    return {
        "mandate_given": str(mandates.given(jean, owner, now=world.now)),
        "mandate_held": str(mandates.given(owner, odette, now=world.now)),
        "mandate_asked": str(mandates.asked(karim, owner, now=world.now)),
    }


def _certified(funder: Funder, owner: Actor) -> dict[str, str]:
    """The funder may ask three registers; the owner lets it ask two: one certified a fact, one is to be confirmed."""
    now, quotient, seeking = clock.now(), RegisterSource.FAMILY_QUOTIENT, RegisterSource.JOB_SEEKER
    basis = certifying.basis(funder, RegisterSource.STUDENT, now=now)
    certifying.basis(funder, quotient, now=now)
    certifying.basis(funder, seeking, now=now)
    waiting = certifying.agree(owner, funder, seeking, number="1234567A", now=now)
    agreement = certifying.agree(owner, funder, quotient, now=now)
    answers = {quotient: certifying.QF_2550, seeking: PortUnavailable("down")}
    with certifying.plugged(certifying.Register(answers)):
        collecting.collect(owner, token="hers", now=now)
    return {
        "basis": str(basis),
        "agreement": str(agreement.id),
        "unconfirmed": str(waiting.id),
        "held_fact": str(HeldFact.objects.get(agreement=agreement).id),
    }


def _services(owner: Actor) -> dict[str, str]:
    """A service that asks everybody, and one that the owner linked."""
    asking, linked = provider.service(), provider.service()
    link_id = provider.link(owner, linked)
    bound = OidcClient.objects.get(client_id=linked.client_id)
    OidcClient.objects.filter(id=bound.id).update(legal_basis="Convention 11", legal_basis_text="Délibération 2026-4")
    return {
        "asked": asking.address().partition("?")[2],
        "linked_service": str(link_id),
        "service": str(bound.id),
        "purchase": str(purchases.kept(owner, bound.id, link_id, now=clock.now())),
        **sharing.between(owner, linked),
    }


def _partner(world: World, users: dict[Who, User]) -> dict[str, str]:
    """An operator whose live client waits for the platform, with a sandbox, and somebody it invited."""
    house = partners.console(world)
    waiting = house.register(is_sandbox=False, redirect_uris=("https://attente.exemple.fr/retour",))
    tried = Service(house.register().client_id, "", CALLBACK)
    token = directory.invite_partner(
        house.actor,
        partner_id=house.id,
        email=users[Who.PERSON].email,
        role=PartnerRole.DEVELOPER,
        now=clock.now(),
    )
    return {
        "partner": house.slug,
        "partner_client": str(waiting.id),
        "partner_token": token,
        "tried": tried.address().partition("?")[2],
    }


def _money(world: World, funder: Funder, owner: Actor, here: Community) -> dict[str, str]:
    """Two aids granted: one awaits an account and an invoice, the other is ready to be paid."""
    town = money.Town(world, funder, world.aid(funder, purchase="after_agreement"), world.staff(funder), owner)
    waiting = town.granted(citizen=owner, community=here)
    town.aid = world.aid(funder)
    ready = town.granted(citizen=owner, community=here)
    return {
        "granted": waiting.application.reference,
        "order": str(town.payable(ready)),
        "bank_details": str(BankDetails.objects.get(award=ready).document_id),
        "envelope": str(ready.envelope_id),
        "envelope_version": str(Envelope.objects.get(id=ready.envelope_id).version),
    }


def _affiliations(world: World, funder: Funder, owner: User) -> dict[str, str]:
    """The owner works for the neighbouring employer and waits for another's link; somebody asks by hand."""
    house = Employer(world, funder, Actor.system())
    elsewhere = employer(world, "Autre employeur", domains="autre.exemple")
    person = Actor.citizen(owner.id)
    waiting = elsewhere.ask(person, "lea@autre.exemple")
    return {
        "employer": funder.slug,
        "affiliation": str(house.affiliate(person)),
        "asked_by_hand": str(house.ask(world.citizen(), "")),
        "asked_by_link": str(waiting),
        "link": elsewhere.token(waiting),
    }


def _everyone(world: World, funder: Funder, other: Funder, here: Community, elsewhere: Community) -> dict[Who, User]:
    users = {who: world.person() for who in Who if who is not Who.ANONYMOUS}
    for who, role in _ROLES.items():
        world.staff(other if who in _STRANGERS else funder, role, user=users[who])
    _confine(users[Who.AGENT], here)
    _confine(users[Who.AGENT_ELSEWHERE], elsewhere)
    directory.appoint_administrator(
        Actor.system(), user_id=users[Who.PLATFORM].id, first_name="Camille", last_name="Durand", now=world.now
    )
    return users


def _confine(user: User, community: Community) -> None:
    member = Membership.objects.get(user=user)
    Membership.objects.filter(id=member.id).update(sees_all_communities=False)
    member.communities.set([community])


def _dossiers(world: World, funder: Funder, owner: Actor, here: Community, agent: Actor) -> dict[State, Dossier]:
    supervisor = world.staff(funder, Role.SUPERVISOR)
    states = (State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED, State.REJECTED)
    made = {state: _ready(world, funder, owner, here) for state in (*states, State.CLOSED_INCOMPLETE)}
    for state, dossier in made.items():
        if state is not State.DRAFT:
            signed = dossiers.signature(dossier)
            services.submit(owner, application_id=dossier.id, declaration=signed, now=world.now)
    services.claim(supervisor, application_id=made[State.UNDER_REVIEW].id, now=world.later(minutes=30))
    for state in (State.CHANGES_REQUESTED, State.CLOSED_INCOMPLETE):
        dossiers.asked_again(world, made[state], supervisor)
    assert lapse(made[State.CLOSED_INCOMPLETE].id, world.later(days=40))
    services.reject(
        supervisor,
        application_id=made[State.REJECTED].id,
        reason=next(iter(RejectionReason)),
        text="Le devis n’est pas à votre nom.",
        remedy="",
        appeal="Tribunal administratif, deux mois.",
        now=world.later(hours=1),
    )
    return made


def _ready(world: World, funder: Funder, owner: Actor, community: Community) -> Dossier:
    aid = world.aid(funder, proofs=[QUOTE, purchases.OPTIONAL])
    dossier = dossiers.ready(world, aid, owner)
    services.choose_community(owner, application_id=dossier.id, community_id=community.id, now=world.now)
    return dossier


def _granted(world: World, funder: Funder, owner: Actor, community: Community) -> Dossier:
    """Sent and granted a month ago."""
    then = world.later(days=-30)
    dossier = dossiers.ready(world, world.aid(funder), owner, now=then)
    services.choose_community(owner, application_id=dossier.id, community_id=community.id, now=then)
    services.submit(owner, application_id=dossier.id, declaration=dossiers.signature(dossier), now=then)
    services.approve(world.staff(funder), application_id=dossier.id, terms=AwardTerms(PaymentMode.NONE), now=then)
    return dossier


def _noticed(world: World, funder: Funder, owner: Actor, community: Community) -> Dossier:
    """A grant whose withdrawal was announced."""
    dossier = _granted(world, funder, owner, community)
    services.notify_withdrawal(
        world.staff(funder),
        application_id=dossier.id,
        ground=WithdrawalGround.FRAUD,
        text="Le vélo est volé.",
        now=world.later(days=-20),
    )
    return dossier


def _proposed(world: World, funder: Funder, owner: Actor, community: Community) -> Dossier:
    """Sent, and a decision proposed by an agent who holds no delegation."""
    dossier = dossiers.ready(world, world.aid(funder), owner)
    services.choose_community(owner, application_id=dossier.id, community_id=community.id, now=world.now)
    services.submit(owner, application_id=dossier.id, declaration=dossiers.signature(dossier), now=world.now)
    junior, terms = world.staff(funder, decides=False), AwardTerms(PaymentMode.NONE)
    services.propose_approval(junior, application_id=dossier.id, terms=terms, now=world.now)
    return dossier


def _refused_by_the_program(world: World, funder: Funder, owner: Actor, community: Community) -> Dossier:
    """A provisional refusal, which a person may still be asked to examine."""
    aid = world.aid(funder, communes=("99V05",), is_automatic=True, automatic_checks=["territory"])
    dossier = dossiers.ready(world, aid, owner)
    services.choose_community(owner, application_id=dossier.id, community_id=community.id, now=world.now)
    services.submit(owner, application_id=dossier.id, declaration=dossiers.signature(dossier), now=world.now)
    automatic.run(dossier.id, now=world.now)
    return dossier


def _names(
    world: World, users: dict[Who, User], funder: Funder, here: Community, made: dict[State, Dossier]
) -> dict[str, str]:
    """The words of the addresses: references, keys, slugs, tokens."""
    aid = Application.objects.get(id=made[State.DRAFT].id).aid
    owner = world.citizen(users[Who.OWNER])
    provisional = _refused_by_the_program(world, funder, owner, here)
    granted, noticed = _granted(world, funder, owner, here), _noticed(world, funder, owner, here)
    # A published aid nobody applied for, that its authors may change.
    other_aid = world.aid(funder, slug="prime-a-reprendre", communes=("99V01", "99V02"), rules="aide: 1 €\n")
    pending = FunderKey.objects.create(
        funder=funder,
        kid="pending-key",
        public_jwk={},
        recovery_kid="pending-recovery",
        recovery_jwk={},
        state=KeyState.PENDING.value,
        created_at=world.now,
    )
    token = directory.invite(
        Actor.system(),
        funder_id=funder.id,
        email=users[Who.PERSON].email,
        role=Role.CASE_MANAGER,
        now=world.now + timedelta(days=1),
    )
    proofs = {state: Proof.objects.get(application_id=dossier.id) for state, dossier in made.items()}
    return {
        **{state.value: dossier.reference for state, dossier in made.items()},
        "owner": str(owner.id),
        "draft_proof": str(proofs[State.DRAFT].id),
        "declaration": dossiers.signature(made[State.DRAFT]).text_version,
        "digest": dossiers.signature(made[State.DRAFT]).text_hash,
        "document": str(proofs[State.SUBMITTED].document_id),
        "slug": aid.slug,
        "aid": str(other_aid.id),
        "version": str(other_aid.current_id),
        "report": str(MistakeReport.objects.create(aid=other_aid, text="Le lien est mort.", created_at=world.now).id),
        "funder": funder.slug,
        "funder_id": str(funder.id),
        "community": str(here.id),
        "member": str(Membership.objects.get(user=users[Who.AGENT_ELSEWHERE]).id),
        "invitation": str(Invitation.objects.get().id),
        "token": token,
        "granted": granted.reference,
        "noticed": noticed.reference,
        "proposed": _proposed(world, funder, owner, here).reference,
        "provisional": provisional.reference,
        "delegation": str(Delegation.objects.filter(funder=funder)[0].id),
        "export": str(_export(world, users[Who.SUPERVISOR])),
        "active_key": str(FunderKey.objects.get(funder=funder, state=KeyState.ACTIVE.value).id),
        "pending_key": str(pending.id),
    }


def _export(world: World, supervisor: User) -> UUID:
    """A list of the desk, taken away by the supervisor."""
    asked = Selection(Tab.ALL, Filters(), inbox.ORDERS[Tab.ALL][0])
    actor = actor_for(supervisor.id)
    assert actor is not None
    kind = Format.CSV
    key, _ = exports.ask(actor, kind=kind, selection=asked, query="?vue=toutes", language="fr", now=world.now)
    return key
