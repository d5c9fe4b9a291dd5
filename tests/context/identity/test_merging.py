"""Two accounts brought together: services, mandates, needs and certified data follow the person, lawfully."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mob.applications.models import Application
from mob.eligibility.certified.types import RegisterSource, Standing
from mob.eligibility.certifying import agreeing, collecting, reading
from mob.eligibility.models import Agreement, HeldFact
from mob.identity import selectors, services
from mob.identity.accessibility.profile import AccessibilityProfile, Need
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.mandate_types import EndedBy, MandateKind, MandateState, Side, Terms
from mob.identity.mandates import services as mandates
from mob.identity.models import AccessibilityNeeds, AccessibilityShare, Link, Mandate, Receipt, SubjectAlias, User
from mob.identity.oidc import clients, forgetting, links
from mob.identity.oidc.subjects import subject
from mob.identity.ports import AccountMail
from mob.identity.services import sharing
from mob.identity.types import MergeKind, ReceiptKind
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError, Refused
from tests.factories import dossiers
from tests.factories.accounts import Mailbox
from tests.factories.certifying import QF_2550, Register, agree, basis, plugged
from tests.factories.mandates import given, hat, person
from tests.factories.merging import bring, certify, opened_from_above
from tests.factories.provider import Service, link, service
from tests.factories.sharing import PROFILE, say, standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
QF = RegisterSource.FAMILY_QUOTIENT


@pytest.fixture
def here(world: World) -> Actor:
    return person(world, "Angela")


@pytest.fixture
def there(world: World) -> Actor:
    actor = person(world, "Angela")
    opened_from_above(_id(actor), now=clock.now())
    return actor


def _id(actor: Actor) -> UUID:
    assert actor.id is not None
    return actor.id


def _bring(there: Actor, here: Actor) -> None:
    bring(_id(there), _id(here), now=clock.now())


def _sub(actor: Actor, app: Service) -> str:
    found = clients.find(app.client_id)
    assert found is not None
    return subject(_id(actor), sector=found.sector)


def _at(host: str, **fields: Any) -> Service:
    return service(redirect_uris=(f"https://{host}/retour",), **fields)


def _read_before(here: Actor, there: Actor) -> set[tuple[MergeKind, str]]:
    return {(line.kind, line.title) for line in services.foreseen(here, source=_id(there))}


def _kinds(actor: Actor) -> list[str]:
    return [fact.kind for fact in journal.stream_facts(Actor.system(), f"account:{actor.id}")]


# Services


def test_a_service_that_never_met_the_account_that_stays_goes_on_and_notices_nothing(here: Actor, there: Actor) -> None:
    app = _at("un.exemple.fr", name="Bus du Tilleul")
    row, known = link(there, app), _sub(there, app)
    assert (MergeKind.SERVICE, "Bus du Tilleul") in _read_before(here, there)
    _bring(there, here)
    assert (Link.objects.get(id=row).user_id, Link.objects.get(id=row).ended_at) == (here.id, None)
    assert _sub(here, app) == known
    assert "service_unlinked" not in _kinds(there)
    assert not Receipt.objects.filter(kind=ReceiptKind.SERVICE.value).exclude(withdrawn_at=None).exists()
    links.end_link(here, row, now=clock.now())
    assert Receipt.objects.get(kind=ReceiptKind.SERVICE.value).withdrawn_at is not None


def test_a_service_that_met_both_keeps_the_number_it_was_given_and_is_told_that_the_other_ends(
    here: Actor, there: Actor
) -> None:
    app, sister = _at("un.exemple.fr"), _at("un.exemple.fr", name="Vélos du Tilleul")
    kept, goes, known, former = link(here, app), link(there, sister), _sub(here, app), _sub(there, sister)
    assert (MergeKind.SECOND_SERVICE, "Vélos du Tilleul") in _read_before(here, there)
    _bring(there, here)
    assert _sub(here, app) == known
    assert Link.objects.get(id=kept).ended_at is None
    ended = Link.objects.get(id=goes)
    assert (ended.user_id, ended.ended_at is not None) == (here.id, True), "history follows"
    assert "service_unlinked" in _kinds(there)
    assert _sub(there, sister) == former, "what is still to be told bears the number the service knows"
    proofs = Receipt.objects.filter(kind=ReceiptKind.SERVICE.value, subject=goes)
    assert [proof.withdrawn_at is not None for proof in proofs] == [True]


def test_even_a_link_that_ended_long_ago_fixes_the_number_of_the_account(here: Actor, there: Actor) -> None:
    app = _at("un.exemple.fr")
    links.end_link(here, link(here, app), now=clock.now())
    known = _sub(here, app)
    link(there, app)
    _bring(there, here)
    assert (_sub(here, app), Link.objects.filter(ended_at=None).exists()) == (known, False)


def test_the_number_goes_with_the_person_through_several_accounts_then_is_forgotten(
    world: World, here: Actor, there: Actor
) -> None:
    app, last = _at("un.exemple.fr"), person(world, "Angela")
    link(there, app)
    known = _sub(there, app)
    _bring(there, here)
    opened_from_above(_id(here), now=clock.now())
    _bring(here, last)
    assert _sub(last, app) == known
    services.delete_account(last, choices={}, now=clock.now())
    assert _sub(last, app) == known, "its service is still to be told"
    forgetting.sweep({}, clock.now() + timedelta(days=29))
    assert SubjectAlias.objects.count() == 2
    forgetting.sweep({}, clock.now() + timedelta(days=31))
    assert not SubjectAlias.objects.exists()


# Mandates


def _state(mandate: UUID) -> tuple[MandateState, str]:
    row = Mandate.objects.get(id=mandate)
    return MandateState(row.state), row.ended_by


def test_mandates_given_and_received_follow_unchanged_and_the_other_is_told(
    world: World, here: Actor, there: Actor, mailbox: Mailbox
) -> None:
    zoe, odette = person(world, "Zoé", "Roux"), person(world, "Odette", "Aubert")
    received, gave = given(there, odette, now=clock.now()), given(zoe, there, now=clock.now())
    before = {row.id: (row.powers, row.aid_ids, row.begins_on, row.ends_on) for row in Mandate.objects.all()}
    assert {title for kind, title in _read_before(here, there) if kind is MergeKind.MANDATE} == {
        "Odette Aubert",
        "Zoé Roux",
    }
    mailbox.mails.clear()
    _bring(there, here)
    assert Mandate.objects.get(id=received).helper_id == Mandate.objects.get(id=gave).helped_id == here.id
    assert {row.id: (row.powers, row.aid_ids, row.begins_on, row.ends_on) for row in Mandate.objects.all()} == before
    told = [mail for mail in mailbox.mails if mail.kind is AccountMail.MANDATE_HANDED_OVER]
    assert {(mail.to, mail.context["name"], mail.context["side"]) for mail in told} == {
        (selectors.email_of(_id(odette)), "Angela Morel", "helped"),
        (selectors.email_of(_id(zoe)), "Angela Morel", "helper"),
    }
    last = [fact.kind for fact in journal.stream_facts(Actor.system(), f"mandate:{received}")][-1]
    assert last == "mandate_handed_over"
    assert hat(here, received, now=clock.now()).on_behalf_of == odette.id
    assert hat(zoe, gave, now=clock.now()).on_behalf_of == here.id


def test_the_same_mandate_twice_and_one_with_oneself_end_and_are_said(world: World, here: Actor, there: Actor) -> None:
    odette = person(world, "Odette", "Aubert")
    kept, twice = given(here, odette, now=clock.now()), given(there, odette, now=clock.now())
    own = given(here, there, now=clock.now())
    said = _read_before(here, there)
    assert {(MergeKind.SECOND_MANDATE, "Odette Aubert"), (MergeKind.OWN_MANDATE, "Angela Morel")} <= said
    _bring(there, here)
    assert _state(kept)[0] is MandateState.ACCEPTED
    assert _state(twice) == _state(own) == (MandateState.ENDED, EndedBy.ACCOUNT.value)


def test_what_the_clock_had_not_closed_yet_stands_in_nobody_s_way(world: World, here: Actor, there: Actor) -> None:
    odette = person(world, "Odette", "Aubert")
    over, lives = given(here, odette, now=clock.now()), given(there, odette, now=clock.now())
    Mandate.objects.filter(id=over).update(ends_on=clock.civil_date(clock.now()) - timedelta(days=1))
    _bring(there, here)
    assert _state(over) == (MandateState.ENDED, EndedBy.CLOCK.value)
    assert _state(lives)[0] is MandateState.ACCEPTED


def test_questions_asked_of_the_address_that_closes_are_answered_from_the_account_that_stays(
    world: World, here: Actor, there: Actor
) -> None:
    odette, address = person(world, "Odette", "Aubert"), selectors.email_of(_id(there)) or ""
    asked = mandates.ask_by_mail(odette, side=Side.HELPED, email=address, terms=Terms(), now=clock.now()).id
    own = mandates.ask_by_mail(here, side=Side.HELPED, email=address, terms=Terms(), now=clock.now()).id
    _bring(there, here)
    assert _state(own)[0] is MandateState.CANCELLED
    mandates.accept(here, mandate_id=asked, now=clock.now())
    assert Mandate.objects.get(id=asked).helper_id == here.id


def test_whoever_helped_with_a_file_still_may_not_instruct_it_under_the_account_that_stays(
    world: World, here: Actor, there: Actor
) -> None:
    odette = person(world, "Odette", "Aubert")
    mandate = given(there, odette, now=clock.now())
    draft = dossiers.started(world, world.aid(), hat(there, mandate, now=clock.now()))
    assert Application.objects.get(id=draft.id).helped_by[0]["helper"] == str(there.id)
    _bring(there, here)
    row = Application.objects.get(id=draft.id)
    assert (row.citizen_id, [each["helper"] for each in row.helped_by]) == (odette.id, [str(here.id)])


# What is needed in order to travel


def test_what_she_said_she_needs_comes_sealed_anew_and_its_reader_goes_on_reading(here: Actor, there: Actor) -> None:
    app = _at("un.exemple.fr")
    row = link(there, app)
    say(_id(there))
    said = {"text": "J’accepte.", "language": "fr", "now": clock.now()}
    share = sharing.share(there, row, wanted=standing(Sharing.CODES), **said)  # type: ignore[arg-type]
    assert (MergeKind.ACCESSIBILITY, "") in _read_before(here, there)
    _bring(there, here)
    assert selectors.accessibility_of(here) == PROFILE
    assert not AccessibilityNeeds.objects.exclude(user_id=here.id).exists()
    assert AccessibilityShare.objects.get(id=share).ended_at is None
    assert [each.id for each in sharing.shares_of(here, _id(here))] == [share]
    services.erase_accessibility(here, now=clock.now())
    kind = ReceiptKind.ACCESSIBILITY.value
    assert not Receipt.objects.filter(kind=kind, withdrawn_at=None).exists(), "one agreement, taken back where it is"


def test_what_the_account_that_stays_says_wins_and_the_other_agreement_ends(here: Actor, there: Actor) -> None:
    mine = AccessibilityProfile(needs=(Need.WHEELCHAIR,))
    say(_id(here), mine)
    say(_id(there))
    assert (MergeKind.SECOND_ACCESSIBILITY, "") in _read_before(here, there)
    _bring(there, here)
    assert selectors.accessibility_of(here) == mine
    rows = Receipt.objects.filter(kind=ReceiptKind.ACCESSIBILITY.value)
    assert {row.subject: row.withdrawn_at is None for row in rows} == {here.id: True, there.id: False}


def test_an_agreement_without_a_word_gives_way_to_what_was_said(here: Actor, there: Actor) -> None:
    services.agree_to_accessibility(here, text="Oui.", language="fr", now=clock.now())
    say(_id(there))
    _bring(there, here)
    assert selectors.accessibility_of(here) == PROFILE


# What administrations certified


def _certified(actor: Actor, funder: Any, *, value: float = 2550, now: Any) -> Agreement:
    row = agree(actor, funder, now=now)
    answer = type(QF_2550)(QF_2550.provider, value, QF_2550.year, QF_2550.month)
    with plugged(Register({QF: answer})):
        collecting.collect(actor, token="t", now=now)
    return row


def _facts(actor: Actor) -> list[tuple[object, object, object, object, bool]]:
    return [
        (each.value, each.provider, each.certified_at, each.expires_on, each.is_contested)
        for view in reading.share(_id(actor))
        for _key, each in view.facts
    ]


@pytest.fixture
def funder(world: World) -> Any:
    made = world.funder("Métropole du Tilleul")
    basis(made, now=clock.now())
    return made


def test_what_was_certified_of_the_same_certified_person_follows_unchanged(
    here: Actor, there: Actor, funder: Any
) -> None:
    certify(_id(there), now=clock.now())
    row = _certified(there, funder, now=clock.now())
    before, until = _facts(there), row.ends_on
    assert (MergeKind.CERTIFIED_DATA, "Métropole du Tilleul") in _read_before(here, there)
    _bring(there, here)
    kept = Agreement.objects.get()
    assert (kept.id, kept.user_id, kept.ends_on, kept.standing) == (row.id, here.id, until, Standing.CERTIFIED.value)
    assert _facts(here) == before != []
    assert "register_handed_over" in _kinds(here)
    agreeing.revoke(here, row.id, now=clock.now())
    assert not Receipt.objects.filter(kind=ReceiptKind.CERTIFIED_FACTS.value, withdrawn_at=None).exists()


@pytest.mark.parametrize(("mine_after", "stays"), [(-2, 800), (2, 1200)])
def test_of_two_facts_the_fresher_stays_whole(
    here: Actor, there: Actor, funder: Any, mine_after: int, stays: float
) -> None:
    certify(_id(there), now=clock.now())
    _certified(there, funder, value=800, now=clock.now())
    _certified(here, funder, value=1200, now=clock.now() + timedelta(days=mine_after))
    kind = MergeKind.CERTIFIED_DATA if stays == 800 else MergeKind.OLDER_CERTIFIED_DATA
    assert (kind, "Métropole du Tilleul") in _read_before(here, there)
    _bring(there, here)
    assert [value for value, *_rest in _facts(here)] == [stays]
    assert HeldFact.objects.count() == Agreement.objects.count() == 1
    live = Receipt.objects.filter(kind=ReceiptKind.CERTIFIED_FACTS.value, withdrawn_at=None)
    assert [proof.subject for proof in live] == [Agreement.objects.get().id]


def test_a_value_contested_here_stays_contested_when_the_same_comes_from_there(
    here: Actor, there: Actor, funder: Any
) -> None:
    certify(_id(there), now=clock.now())
    _certified(here, funder, now=clock.now() - timedelta(days=2))
    agreeing.contest(here, HeldFact.objects.get().id, now=clock.now())
    _certified(there, funder, now=clock.now())
    _bring(there, here)
    assert [is_contested for *_rest, is_contested in _facts(here)] == [True]


def test_without_one_certified_identity_nothing_certified_follows(here: Actor, there: Actor, funder: Any) -> None:
    _certified(there, funder, now=clock.now())
    certify(_id(here), now=clock.now())
    assert (MergeKind.UNPROVED_CERTIFIED_DATA, "Métropole du Tilleul") in _read_before(here, there)
    _bring(there, here)
    assert not Agreement.objects.exists()
    assert not Receipt.objects.filter(kind=ReceiptKind.CERTIFIED_FACTS.value, withdrawn_at=None).exists()


# Any series


class Accounts(RuleBasedStateMachine):
    """Three accounts of one person, two other people, three services in two sectors, whatever is done among them."""

    hers: tuple[Actor, ...]
    others: tuple[Actor, ...]
    apps: tuple[Service, ...]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.given: dict[tuple[UUID, str], str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, act: Any, *args: Any, **given: Any) -> None:
        with suppress(MobError), transaction.atomic():
            act(*args, **given)

    @rule(whose=st.integers(0, 2), which=st.integers(0, 2))
    def link(self, whose: int, which: int) -> None:
        if self.is_open(self.hers[whose]):
            link(self.hers[whose], self.apps[which])

    @rule(number=st.integers(0, 9))
    def unlink(self, number: int) -> None:
        for row in Link.objects.filter(ended_at=None).order_by("id")[number : number + 1]:
            self.attempt(links.end_link, Actor.citizen(row.user_id), row.id, now=clock.now())

    @rule(helper=st.integers(0, 4), helped=st.integers(0, 4))
    def help(self, helper: int, helped: int) -> None:
        people = (*self.hers, *self.others)
        if self.is_open(people[helper]) and self.is_open(people[helped]):
            self.attempt(given, people[helper], people[helped], now=clock.now())

    @rule(source=st.integers(0, 2), into=st.integers(0, 2))
    def merge(self, source: int, into: int) -> None:
        there, here = self.hers[source], self.hers[into]
        if source == into or not (self.is_open(there) and self.is_open(here)):
            return
        with suppress(Refused):  # a mandate between two people who were told so by a third account
            _bring(there, here)
        for app in self.apps:
            sector = self.sector(app)
            if (there.id, sector) in self.given:
                self.given.setdefault((_id(here), sector), self.given[_id(there), sector])

    @staticmethod
    def is_open(actor: Actor) -> bool:
        return User.objects.get(id=actor.id).is_active

    @staticmethod
    def sector(app: Service) -> str:
        found = clients.find(app.client_id)
        assert found is not None
        return found.sector

    @invariant()
    def a_number_once_given_never_changes_and_is_never_two_accounts(self) -> None:
        for row in Link.objects.select_related("client"):
            key = (row.user_id, row.client.sector)
            assert self.given.setdefault(key, subject(row.user_id, sector=key[1])) == subject(*key[:1], sector=key[1])
        live = [(sector, sub) for (who, sector), sub in self.given.items() if self.is_open(Actor.citizen(who))]
        assert len(live) == len(set(live))

    @invariant()
    def nothing_lives_under_a_closed_account(self) -> None:
        closed = User.objects.filter(is_active=False)
        assert not Link.objects.filter(user__in=closed).exists()
        in_force = Mandate.objects.filter(state=MandateState.ACCEPTED.value)
        assert not in_force.filter(helper__in=closed).exists()
        assert not in_force.filter(helped__in=closed).exists()

    @invariant()
    def every_proof_of_a_consent_ends_with_it(self) -> None:
        live = set(Link.objects.filter(ended_at=None).values_list("id", flat=True))
        proofs = Receipt.objects.filter(kind=ReceiptKind.SERVICE.value, withdrawn_at=None)
        assert set(proofs.values_list("subject", flat=True)) == live


def test_whatever_happens_services_know_one_number_and_mandates_two_people(world: World) -> None:
    Accounts.hers = tuple(person(world, "Angela") for _each in range(3))
    Accounts.others = (person(world, "Zoé", "Roux"), person(world, "Odette", "Aubert"))
    Accounts.apps = (_at("un.exemple.fr"), _at("un.exemple.fr"), _at("deux.exemple.fr"))
    for actor in Accounts.hers:
        opened_from_above(_id(actor), now=clock.now())
    quiet = settings(
        max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(Accounts, settings=quiet)


def test_after_a_merge_nothing_of_hers_is_missing_from_her_export_and_deletion_leaves_nothing(
    world: World, here: Actor, there: Actor, funder: Any
) -> None:
    certify(_id(there), now=clock.now())
    _certified(there, funder, now=clock.now())
    say(_id(there))
    link(there, _at("un.exemple.fr", name="Bus du Tilleul"))
    given(there, person(world, "Odette", "Aubert"), now=clock.now())
    _bring(there, here)
    archive = services.export_everything(here)
    assert {
        "compte/donnees-certifiees.json",
        "compte/services-lies.json",
        "compte/mandats.json",
    } <= _names(archive)
    services.delete_account(here, choices={}, now=clock.now())
    for table in (Agreement, HeldFact, AccessibilityNeeds, Link):
        assert not table.objects.exists()
    assert not Mandate.objects.exclude(state=MandateState.ENDED.value, kind=MandateKind.RELATIVE.value).exists()


def _names(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())
