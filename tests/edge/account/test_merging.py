"""Two accounts of one person: proposed once both are proved, read before, done at once or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from mob.applications.models import Application
from mob.applications.replay import disagreements
from mob.catalogue.models import Aid
from mob.directory.models import Affiliation
from mob.eligibility.certified.types import RegisterSource, Standing
from mob.eligibility.models import Agreement
from mob.identity import registry, selectors, services
from mob.identity.federation_types import Arrival, ProviderKind
from mob.identity.models import ExternalIdentity, Receipt, User
from mob.identity.ports import AccountMail
from mob.identity.types import ClaimName, ProfileField, ReceiptKind
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Refused
from mob.kernel.ids import uuid7
from tests.edge.account.test_federation import IDENTITIES, LINK, RETURN, arrive, leave, linked
from tests.factories import dossiers
from tests.factories.accounts import TOTP_SECRET, Mailbox, sign_in, totp_code
from tests.factories.employers import employer
from tests.factories.federation import ISSUER, Provider
from tests.factories.provider import Service, read_token, service, told, userinfo
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
MERGE = f"{IDENTITIES}/reunir"


@pytest.fixture
def there(world: World, provider: Provider) -> User:
    """The account that FranceConnect opens, with what it holds."""
    dossiers.platform_key()
    user = linked(world, "ancienne@exemple.fr")
    arrive(Client(), provider)
    return user


@pytest.fixture
def here(world: World) -> User:
    return world.person("samira@exemple.fr")


def proposed(browser: Client, provider: Provider) -> Any:
    """Signed in here, fresh from FranceConnect: where she is led."""
    browser.get(RETURN, leave(browser, provider, f"{IDENTITIES}/franceconnect/ajouter"))
    assert browser.get(LINK)["Location"] == MERGE
    return browser.get(MERGE)


def sent_by(world: World, user: User, aid: Aid | None = None) -> dossiers.Dossier:
    """An application sent under the name that is certified."""
    citizen = Actor.citizen(user.id)
    services.declare(citizen, answers={ProfileField.COMMUNE: "99V01"}, now=clock.now())
    return dossiers.sent_as_she_is(world, aid or world.aid(), citizen)


def arrival(**changes: Any) -> Arrival:
    said = {"provider_key": "franceconnect", "kind": ProviderKind.FRANCECONNECT, "issuer": ISSUER, "acr": "eidas1"}
    said |= {"subject": "pairwise-angela", "email": "", "pivot": None, "at": clock.now()}
    return Arrival(**{**said, **changes})


def kinds(user_id: UUID, stream: str = "account") -> list[str]:
    return [fact.kind for fact in journal.stream_facts(Actor.system(), f"{stream}:{user_id}")]


def test_everything_she_read_moves_and_the_other_account_closes(
    world: World, provider: Provider, here: User, there: User, mailbox: Mailbox
) -> None:
    aid, other_aid = world.aid(), world.aid()
    sent = sent_by(world, there, aid)
    draft = dossiers.started(world, other_aid, Actor.citizen(there.id))
    company = employer(world)
    company.affiliate(Actor.citizen(there.id))
    services.keep_receipt(
        there.id, kind=ReceiptKind.NOTICE, subject=sent.id, text="Texte", language="fr", now=clock.now()
    )
    elsewhere, browser = sign_in(Client(), there), sign_in(Client(), here)
    page = proposed(browser, provider).content.decode()
    for expected in ("samira@exemple.fr", "ancienne@exemple.fr", sent.reference, "Ateliers Duverne"):
        assert expected in page
    assert browser.post(MERGE, {"sure": ""}).status_code == 422  # the yes is hers
    assert User.objects.get(id=there.id).is_active
    assert browser.post(MERGE, {"sure": "on"})["Location"] == IDENTITIES
    assert set(Application.objects.values_list("citizen_id", "id")) == {(here.id, sent.id), (here.id, draft.id)}
    assert Affiliation.objects.get().user_id == here.id
    assert set(Receipt.objects.values_list("user_id", flat=True)) == {here.id}
    assert ExternalIdentity.objects.get().user_id == here.id
    assert selectors.profile_of(Actor.system(), here.id).claims[ClaimName.BIRTH_NAME].is_certified
    gone = User.objects.get(id=there.id)
    assert (gone.is_active, gone.email.endswith("@deleted.invalid")) == (False, True)
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert browser.get(f"/demandes/{sent.reference}").status_code == 200
    told = [(mail.to, mail.context["kept"]) for mail in mailbox.mails if mail.kind is AccountMail.ACCOUNTS_MERGED]
    assert told == [("ancienne@exemple.fr", "s…a@exemple.fr"), ("samira@exemple.fr", "s…a@exemple.fr")]
    assert kinds(here.id)[-1] == "account_received"
    assert {"account_emptied", "account_deleted"} <= set(kinds(there.id))
    assert kinds(sent.id, "application")[-1] == "application_handed_over"
    assert not list(disagreements())
    assert arrive(Client(), provider)["Location"] == "/demandes"


def test_the_journal_still_holds_and_the_person_reads_it_in_her_application(
    world: World, provider: Provider, here: User, there: User
) -> None:
    sent = sent_by(world, there)
    browser = sign_in(Client(), here)
    proposed(browser, provider)
    browser.post(MERGE, {"sure": "on"})
    page = browser.get(f"/demandes/{sent.reference}").content.decode()
    assert "réuni deux comptes" in page


def test_of_two_drafts_for_one_aid_the_last_touched_stays_and_it_is_said(
    world: World, provider: Provider, here: User, there: User
) -> None:
    aid = world.aid()
    old = dossiers.started(world, aid, Actor.citizen(here.id))
    new = dossiers.started(world, aid, Actor.citizen(there.id))
    Application.objects.filter(id=new.id).update(updated_at=clock.now() + timedelta(days=1))
    browser = sign_in(Client(), here)
    assert "plus ancien de deux brouillons" in proposed(browser, provider).content.decode()
    browser.post(MERGE, {"sure": "on"})
    assert list(Application.objects.values_list("id", "citizen_id")) == [(new.id, here.id)]
    assert old.id != new.id


def test_nothing_of_an_account_with_two_proofs_is_shown_or_moved_before_the_second(
    world: World, provider: Provider, here: User, there: User
) -> None:
    services.provision(Actor.system(), email=there.email, totp_secret=TOTP_SECRET, now=NOW)
    sent = sent_by(world, there)
    browser = sign_in(Client(), here)
    page = proposed(browser, provider).content.decode()
    assert sent.reference not in page
    assert "ancienne@exemple.fr" not in page
    assert browser.post(MERGE, {"sure": "on"}).status_code == 200
    with pytest.raises(Refused, match="merge_second_factor"):
        services.merge_accounts(Actor.citizen(here.id), arrival=arrival(), factor_id=None, now=clock.now())
    assert browser.post(MERGE, {"code": "000000"}).status_code == 422
    assert browser.post(MERGE, {"code": totp_code()})["Location"] == MERGE
    assert sent.reference in browser.get(MERGE).content.decode()
    assert browser.post(MERGE, {"sure": "on"})["Location"] == IDENTITIES
    assert Application.objects.get().citizen_id == here.id


def test_she_may_leave_the_two_apart(provider: Provider, here: User, there: User) -> None:
    browser = sign_in(Client(), here)
    proposed(browser, provider)
    assert browser.post(MERGE, {"no": "1"})["Location"] == IDENTITIES
    assert browser.get(MERGE)["Location"] == IDENTITIES
    assert ExternalIdentity.objects.get().user_id == there.id


def test_an_account_with_rights_of_staff_is_never_emptied(
    world: World, provider: Provider, here: User, there: User
) -> None:
    world.staff(world.funder(), user=there)
    browser = sign_in(Client(), here)
    page = proposed(browser, provider)
    assert page.status_code == 409
    assert User.objects.get(id=there.id).is_active


def test_without_a_fresh_sign_in_from_above_nothing_is_merged(here: User, there: User) -> None:
    assert sign_in(Client(), here).get(MERGE)["Location"] == IDENTITIES
    stale = arrival(at=clock.now() - timedelta(minutes=21))
    with pytest.raises(Refused, match="federation_stale"):
        services.merge_accounts(Actor.citizen(here.id), arrival=stale, factor_id=None, now=clock.now())
    with pytest.raises(Refused, match="merge_nothing"):
        services.merge_accounts(Actor.citizen(here.id), arrival=arrival(subject="x"), factor_id=None, now=clock.now())


def test_two_different_certified_identities_are_never_brought_together(
    provider: Provider, here: User, there: User
) -> None:
    claims = {ClaimName.BIRTH_NAME: "ROCHE", ClaimName.FIRST_NAME: "Julien", ClaimName.BIRTH_DATE: "1990-01-01"}
    source = selectors.profile_of(Actor.system(), there.id).claims[ClaimName.BIRTH_NAME].source
    services.certify(Actor.system(), user_id=here.id, source=source, claims=claims, now=clock.now())
    assert proposed(sign_in(Client(), here), provider).status_code == 409


def test_when_one_share_fails_nothing_has_moved(world: World, here: User, there: User) -> None:
    class Fails:
        def foreseen(self, source: UUID, target: UUID) -> list[Any]:
            return []

        def move(self, actor: Actor, *, source: UUID, target: UUID, now: Any) -> None:
            raise Conflict("changed_meanwhile")

    sent = sent_by(world, there)
    registry.moves("zz", Fails())
    try:
        with pytest.raises(Conflict):
            services.merge_accounts(Actor.citizen(here.id), arrival=arrival(), factor_id=None, now=clock.now())
    finally:
        registry._movers.pop("zz")
    assert Application.objects.get(id=sent.id).citizen_id == there.id
    assert User.objects.get(id=there.id).is_active
    assert "account_received" not in kinds(here.id)


def test_what_administrations_certified_is_said_to_follow_and_does(
    world: World, provider: Provider, here: User, there: User
) -> None:
    ends = clock.civil_date(clock.now()) + timedelta(days=30)
    kept = {"source": RegisterSource.FAMILY_QUOTIENT.value, "standing": Standing.WAITING.value, "ends_on": ends}
    Agreement.objects.create(user=there, funder=world.funder("Métropole du Tilleul"), given_at=NOW, **kept)
    browser = sign_in(Client(), here)
    page = proposed(browser, provider).content.decode()
    assert "Métropole du Tilleul" in page
    assert "Données certifiées" in page
    browser.post(MERGE, {"sure": "on"})
    row = Agreement.objects.get()
    assert (row.user_id, row.ends_on, row.standing) == (here.id, ends, Standing.WAITING.value)


def test_a_linked_service_goes_on_with_its_tokens_and_the_number_it_knows(
    provider: Provider, here: User, there: User
) -> None:
    app = service(sign_in(Client(), there), name="Bus du Tilleul")
    before = app.tokens(scope="openid email offline_access")
    short = app.tokens(scope="openid email")
    browser = sign_in(Client(), here)
    page = proposed(browser, provider).content.decode()
    assert "Bus du Tilleul" in page
    assert "Ce qui se termine" not in page
    browser.post(MERGE, {"sure": "on"})
    after = app.refresh(before["refresh_token"]).json()
    sub = read_token(before["id_token"])[1]["sub"]
    assert read_token(after["id_token"])[1]["sub"] == sub
    told = userinfo(after["access_token"]).json()
    assert (told["sub"], told["email"]) == (sub, "samira@exemple.fr")
    assert userinfo(short["access_token"]).status_code == 401, "asked for in a session that ended"
    assert "Bus du Tilleul" in browser.get("/mon-compte/services-lies").content.decode()
    again = Service(app.client_id, app.secret, scope="openid email", browser=browser)
    assert read_token(again.redeem(told_code(again)).json()["id_token"])[1]["sub"] == sub


def told_code(app: Service) -> str:
    """Nothing is asked again: what she allowed in the other account holds here."""
    return told(app.ask())["code"]


def test_a_made_up_person_of_a_sandbox_is_never_brought_into_an_account_of_somebody(here: User, there: User) -> None:
    for made_up in (here, there):
        User.objects.filter(id=made_up.id).update(test_of=uuid7())
        with pytest.raises(Refused, match="merge_test_account"):
            services.merge_accounts(Actor.citizen(here.id), arrival=arrival(), factor_id=None, now=clock.now())
        User.objects.filter(id=made_up.id).update(test_of=None)
