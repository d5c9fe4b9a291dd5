"""Mandates between two accounts: asked, answered, renewed, ended. Nobody learns whether an address has an account."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest

from mob.identity import selectors as identity
from mob.identity import services as accounts
from mob.identity.mandate_types import MandateKind, MandateState, Power, Side, Terms
from mob.identity.mandates import selectors, services
from mob.identity.models import Mandate, User
from mob.identity.ports import AccountMail
from mob.identity.throttle import Slowed
from mob.identity.types import ProfileField, Visit
from mob.journal import selectors as journal
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused
from mob.kernel.ids import uuid7
from tests.factories.accounts import Mailbox
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
TODAY = civil_date(NOW)
VISIT = Visit("192.0.2.7")


def _person(name: str, family: str = "Martin") -> Actor:
    user = User.objects.create_user(f"{name.lower()}@exemple.fr")
    actor = Actor.citizen(user.id)
    accounts.declare(actor, answers={ProfileField.FIRST_NAME: name, ProfileField.BIRTH_NAME: family}, now=NOW)
    return actor


@pytest.fixture
def jean() -> Actor:
    return _person("Jean")


@pytest.fixture
def odette() -> Actor:
    return _person("Odette", "Morel")


def _given(helper: Actor, helped: Actor, terms: Terms | None = None) -> UUID:
    """A mandate asked by the helper and accepted by the one helped."""
    assert helped.id
    asked = services.ask_by_mail(
        helper, side=Side.HELPER, email=identity.email_of(helped.id) or "", terms=terms or Terms(), now=NOW
    )
    services.accept(helped, mandate_id=asked.id, now=NOW)
    return asked.id


def test_a_helper_asks_the_one_helped_accepts_and_both_are_told(jean: Actor, odette: Actor, mailbox: Mailbox) -> None:
    asked = services.ask_by_mail(jean, side=Side.HELPER, email="ODETTE@exemple.fr", terms=Terms(), now=NOW)
    assert mailbox.last.kind is AccountMail.MANDATE_ASKED
    assert mailbox.last.context["name"] == "Jean Martin"
    view = selectors.mandate_of(odette, asked.id, on=TODAY)
    assert view.is_to_answer
    assert view.other_name == "Jean Martin"
    services.accept(odette, mandate_id=asked.id, now=NOW)
    assert {(mail.kind, mail.to) for mail in mailbox.mails[-2:]} == {
        (AccountMail.MANDATE_ACCEPTED, "jean@exemple.fr"),
        (AccountMail.MANDATE_ACCEPTED, "odette@exemple.fr"),
    }
    hat = selectors.acting(jean.id, asked.id, on=TODAY)  # type: ignore[arg-type]
    assert (hat.kind, hat.id, hat.on_behalf_of) == (ActorKind.HELPER, jean.id, odette.id)
    assert hat.scopes == {"apply", "answer", "read"}


def test_an_offer_of_the_one_helped_needs_the_helper_to_take_it(jean: Actor, odette: Actor) -> None:
    asked = services.ask_by_mail(odette, side=Side.HELPED, email="jean@exemple.fr", terms=Terms(), now=NOW)
    with pytest.raises(Forbidden):
        services.accept(odette, mandate_id=asked.id, now=NOW)
    services.accept(jean, mandate_id=asked.id, now=NOW)
    assert selectors.acting(jean.id, asked.id, on=TODAY).on_behalf_of == odette.id  # type: ignore[arg-type]


def test_the_helper_cannot_accept_in_the_place_of_the_one_helped(jean: Actor, odette: Actor) -> None:
    asked = services.ask_by_mail(jean, side=Side.HELPER, email="odette@exemple.fr", terms=Terms(), now=NOW)
    with pytest.raises(Forbidden):
        services.accept(jean, mandate_id=asked.id, now=NOW)
    with pytest.raises(NotFound):
        services.accept(_person("Karim"), mandate_id=asked.id, now=NOW)


def test_asking_says_nothing_of_whether_an_address_has_an_account(jean: Actor, odette: Actor, mailbox: Mailbox) -> None:
    User.objects.filter(id=odette.id).update(language="en")
    known = services.ask_by_mail(jean, side=Side.HELPER, email="odette@exemple.fr", terms=Terms(), now=NOW)
    unknown = services.ask_by_mail(jean, side=Side.HELPER, email="personne@exemple.fr", terms=Terms(), now=NOW)
    views = [selectors.mandate_of(jean, each.id, on=TODAY) for each in (known, unknown)]
    assert [view.other_name for view in views] == ["", ""]
    assert [view.state for view in views] == [MandateState.ASKED] * 2
    mails = mailbox.mails[-2:]
    assert {(mail.kind, mail.language) for mail in mails} == {(AccountMail.MANDATE_ASKED, "fr")}


def test_who_declines_stays_unknown_to_who_asked(jean: Actor, odette: Actor) -> None:
    asked = services.ask_by_mail(jean, side=Side.HELPER, email="odette@exemple.fr", terms=Terms(), now=NOW)
    services.decline(odette, mandate_id=asked.id, now=NOW)
    view = selectors.mandate_of(jean, asked.id, on=TODAY)
    assert (view.state, view.other_name, view.other_address) == (MandateState.DECLINED, "", "")
    assert selectors.mandates_of(odette, on=TODAY) == []


def test_a_code_read_aloud_serves_once_within_the_hour_and_never_its_author(jean: Actor, odette: Actor) -> None:
    asked = services.ask_by_code(jean, side=Side.HELPER, terms=Terms(), now=NOW)
    spaced = f"{asked.code[:4]} {asked.code[4:8]} {asked.code[8:]}"
    with pytest.raises(Invalid):
        services.read_code(jean, typed=spaced, visit=VISIT, now=NOW)
    with pytest.raises(Invalid):
        services.read_code(odette, typed=spaced, visit=VISIT, now=NOW + timedelta(hours=1))
    assert services.read_code(odette, typed=spaced, visit=VISIT, now=NOW) == asked.id
    with pytest.raises(Invalid):
        services.read_code(_person("Karim"), typed=spaced, visit=VISIT, now=NOW)
    assert selectors.mandate_of(jean, asked.id, on=TODAY).other_name == ""
    services.accept(odette, mandate_id=asked.id, now=NOW)
    assert selectors.mandate_of(jean, asked.id, on=TODAY).other_name == "Odette Morel"
    assert asked.code not in str(Mandate.objects.values().get(id=asked.id))


def test_guessing_codes_is_slowed(jean: Actor) -> None:
    for guess in range(10):
        with pytest.raises(Invalid):
            services.read_code(jean, typed=f"{guess:012}", visit=VISIT, now=NOW)
    with pytest.raises(Slowed):
        services.read_code(jean, typed="000000000099", visit=VISIT, now=NOW)


def test_one_address_is_not_flooded_with_questions(jean: Actor) -> None:
    for _time in range(5):
        services.ask_by_mail(jean, side=Side.HELPER, email="odette@exemple.fr", terms=Terms(), now=NOW)
    with pytest.raises(Slowed):
        services.ask_by_mail(_person("Karim"), side=Side.HELPER, email="Odette@exemple.fr", terms=Terms(), now=NOW)


def test_nobody_asks_herself_nor_without_a_name(jean: Actor) -> None:
    with pytest.raises(Invalid, match="mandate_with_oneself"):
        services.ask_by_mail(jean, side=Side.HELPER, email="Jean@exemple.fr", terms=Terms(), now=NOW)
    nameless = Actor.citizen(User.objects.create_user("x@exemple.fr").id)
    with pytest.raises(Refused, match="mandate_needs_name"):
        services.ask_by_code(nameless, side=Side.HELPER, terms=Terms(), now=NOW)


@pytest.mark.parametrize("stopped_by", ["helper", "helped"])
def test_either_side_ends_it_at_once(jean: Actor, odette: Actor, mailbox: Mailbox, stopped_by: str) -> None:
    mandate = _given(jean, odette)
    services.end(jean if stopped_by == "helper" else odette, mandate_id=mandate, now=NOW)
    with pytest.raises(Forbidden, match="mandate_over"):
        selectors.acting(jean.id, mandate, on=TODAY)  # type: ignore[arg-type]
    assert [mail.context["by"] for mail in mailbox.mails[-2:]] == [stopped_by] * 2


def test_a_mandate_is_over_after_its_last_day_before_the_clock_says_so(jean: Actor, odette: Actor) -> None:
    mandate = _given(jean, odette, Terms(months=1))
    last = Mandate.objects.get(id=mandate).ends_on
    assert last is not None
    assert selectors.acting(jean.id, mandate, on=last)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        selectors.acting(jean.id, mandate, on=last + timedelta(days=1))  # type: ignore[arg-type]
    later = NOW + timedelta(days=40)
    assert services.sweep(later) == 1
    assert selectors.mandate_of(odette, mandate, on=civil_date(later)).ended_by == "clock"


def test_after_one_ended_unnoticed_another_may_begin_and_never_two_at_once(jean: Actor, odette: Actor) -> None:
    _given(jean, odette, Terms(months=1))
    with pytest.raises(Refused, match="mandate_already"):
        _given(jean, odette)
    later = NOW + timedelta(days=60)
    asked = services.ask_by_mail(jean, side=Side.HELPER, email="odette@exemple.fr", terms=Terms(), now=later)
    services.accept(odette, mandate_id=asked.id, now=later)


def test_only_the_one_helped_lets_it_go_on(jean: Actor, odette: Actor, mailbox: Mailbox) -> None:
    mandate = _given(jean, odette)
    with pytest.raises(Forbidden):
        services.renew(jean, mandate_id=mandate, months=24, now=NOW)
    services.renew(odette, mandate_id=mandate, months=24, now=NOW)
    assert Mandate.objects.get(id=mandate).months == 24
    assert mailbox.last.kind is AccountMail.MANDATE_RENEWED


def test_a_hat_is_worn_by_the_helper_of_that_mandate_alone(jean: Actor, odette: Actor) -> None:
    mandate = _given(jean, odette)
    for other in (odette.id, _person("Karim").id, uuid7()):
        with pytest.raises(Forbidden):
            selectors.acting(other, mandate, on=TODAY)  # type: ignore[arg-type]


def test_a_helper_reads_names_and_birth_never_address_or_telephone(jean: Actor, odette: Actor) -> None:
    accounts.declare(odette, answers={ProfileField.PHONE: "0612345678"}, now=NOW)
    hat = selectors.acting(jean.id, _given(jean, odette), on=TODAY)  # type: ignore[arg-type]
    view = identity.profile_of(hat, odette.id)  # type: ignore[arg-type]
    assert (view.full_name, view.email, view.phone) == ("Odette Morel", "", None)
    for forbidden in (
        lambda: identity.profile_of(hat, jean.id),  # type: ignore[arg-type]
        lambda: identity.security_of(hat),
        lambda: accounts.export_everything(hat),
        lambda: accounts.request_email_change(hat, email="a@b.fr", visit=VISIT, now=NOW),
        lambda: accounts.declare(hat, answers={ProfileField.PHONE: "0612345679"}, now=NOW),
    ):
        with pytest.raises((Forbidden, NotFound)):
            forbidden()


def test_a_mandate_to_read_alone_opens_no_profile(jean: Actor, odette: Actor) -> None:
    terms = Terms(powers=frozenset({Power.READ}))
    hat = selectors.acting(jean.id, _given(jean, odette, terms), on=TODAY)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        identity.profile_of(hat, odette.id)  # type: ignore[arg-type]


@pytest.mark.parametrize("leaver", ["helper", "helped"])
def test_a_closed_account_ends_its_mandates(jean: Actor, odette: Actor, leaver: str) -> None:
    mandate = _given(jean, odette)
    services.ask_by_mail(jean, side=Side.HELPER, email="karim@exemple.fr", terms=Terms(), now=NOW)
    accounts.delete_account(jean if leaver == "helper" else odette, choices={}, now=NOW)
    row = Mandate.objects.get(id=mandate)
    assert (row.state, row.ended_by) == ("ended", "account")
    with pytest.raises(Forbidden):
        selectors.acting(jean.id, mandate, on=TODAY)  # type: ignore[arg-type]
    assert Mandate.objects.filter(state="asked").count() == (0 if leaver == "helper" else 1)


def test_an_archive_holds_the_mandates_and_nothing_of_the_other_but_a_name(jean: Actor, odette: Actor) -> None:
    _given(jean, odette)
    for reader, hidden, shown in ((jean, "odette@exemple.fr", "Odette Morel"), (odette, "jean@exemple.fr", "Jean")):
        with zipfile.ZipFile(io.BytesIO(accounts.export_everything(reader))) as archive:
            text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".json"))
        assert hidden not in text
        assert shown in text


def test_an_agent_records_a_mandate_signed_on_paper(odette: Actor, mailbox: Mailbox) -> None:
    agent = User.objects.create_user("agent@exemple.fr").id
    staff = Actor(ActorKind.STAFF, id=agent, funder_id=uuid7())
    mandate = services.record_on_paper(staff, helped_id=odette.id, paper="Classeur 3, n° 12", terms=Terms(), now=NOW)  # type: ignore[arg-type]
    assert selectors.acting(agent, mandate, on=TODAY, kind=MandateKind.DESK).on_behalf_of == odette.id
    with pytest.raises(Forbidden):
        selectors.acting(agent, mandate, on=TODAY)  # worn in the visit it was signed in, and nowhere else
    assert [mail.to for mail in mailbox.mails] == ["odette@exemple.fr"]
    with pytest.raises(Refused, match="mandate_already"):
        services.record_on_paper(staff, helped_id=odette.id, paper="again", terms=Terms(), now=NOW)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        services.record_on_paper(odette, helped_id=agent, paper="n° 12", terms=Terms(), now=NOW)


def test_the_journal_tells_a_mandate_by_ids_alone(jean: Actor, odette: Actor) -> None:
    mandate = _given(jean, odette)
    services.note_use(jean, mandate_id=mandate, is_begun=True, now=NOW)
    facts = journal.stream_facts(Actor.system(), f"mandate:{mandate}")
    assert [fact.kind for fact in facts] == ["mandate_asked", "mandate_accepted", "mandate_used"]
    assert "Odette" not in str(facts)
    assert "exemple.fr" not in str(facts)
    assert selectors.uses_of(odette, mandate) == [NOW]
