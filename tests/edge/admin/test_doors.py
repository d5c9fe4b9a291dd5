"""Who may open which page of the administration."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from mob.catalogue.models import MistakeReport
from mob.directory import services
from mob.directory.models import Community, Delegation, Funder, Invitation, Membership
from mob.eligibility.certified.types import RegisterSource
from mob.identity.models import Client as OidcClient
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from tests.factories import certifying, partners, provider
from tests.factories.sessions import strong_client

pytestmark = pytest.mark.django_db

EVERYONE = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.CONTENT_EDITOR}
AUTHORS = {Role.ADMINISTRATOR, Role.CONTENT_EDITOR}
MANAGERS = {Role.ADMINISTRATOR, Role.SUPERVISOR}
ALONE = {Role.ADMINISTRATOR}
# Who among a funder's staff opens each page of her own funder. The platform's administrators open them all.
DOORS = {
    "dashboard": EVERYONE,
    "funders": set(),
    "funder-create": set(),
    "funder": EVERYONE,
    "funder-edit": ALONE,
    "invite": MANAGERS,
    "community-create": ALONE,
    "community-rename": ALONE,
    "community-close": ALONE,
    "community-reopen": ALONE,
    "membership": MANAGERS,
    "membership-end": MANAGERS,
    "invitation-cancel": MANAGERS,
    "affiliation": ALONE,
    "delegations": MANAGERS,
    "delegation-create": MANAGERS,
    "delegation-revoke": MANAGERS,
    "pages": set(),
    "page-text": set(),
    "page-history": set(),
    "page-look": set(),
    "page-restore": set(),
    "partners": set(),
    "partner-create": set(),
    "partner": set(),
    "partner-edit": set(),
    "partner-invite": set(),
    "partner-close": set(),
    "partner-client": set(),
    "partner-quotas": set(),
    "legal-bases": set(),
    "legal-basis-create": set(),
    "legal-basis-end": set(),
    "service-basis": set(),
    "service-basis-end": set(),
    "platform": set(),
    "platform-invite": set(),
    "aids": AUTHORS,
    "aid-create": AUTHORS,
    "exchange": AUTHORS,
    "import-confirm": AUTHORS,
    "export": AUTHORS,
    "aid": AUTHORS,
    "aid-publish": AUTHORS,
    "aid-unpublish": AUTHORS,
    "aids-to-verify": AUTHORS,
    "aid-confirm": AUTHORS,
    "aid-owner": AUTHORS,
    "report-settle": AUTHORS,
    "aid-history": AUTHORS,
    "aid-preview": AUTHORS,
    "aid-version": AUTHORS,
    "aid-retention": AUTHORS,
    "aid-territories": AUTHORS,
    "aid-item-create": AUTHORS,
    "aid-item": AUTHORS,
    "aid-item-remove": AUTHORS,
    "aid-item-move": AUTHORS,
    "aid-rules": AUTHORS,
    "aid-rules-form": AUTHORS,
    "aid-rules-text": AUTHORS,
    "aid-rules-check": AUTHORS,
    "aid-rules-remove": AUTHORS,
    "aid-rules-try": AUTHORS,
    "aid-rules-replay": AUTHORS,
    "aid-rules-case-create": AUTHORS,
    "aid-rules-case": AUTHORS,
    "aid-rules-case-remove": AUTHORS,
    "aid-rules-version": AUTHORS,
    "aid-section": AUTHORS,
}
POSTED = {"aid-rules-check", "import-confirm", "aid-publish", "aid-item-move", "aid-confirm", "report-settle"}


@pytest.fixture
def addresses(world, funder) -> dict[str, str]:
    """One real address for each page, at the funder: an employer, who has them all."""
    Funder.objects.filter(id=funder.id).update(kind="employer")
    community = world.community(funder)
    agent = world.staff(funder)
    aid = world.aid(funder, rules="aide: 1 €\n")
    services.invite(
        Actor.system(), funder_id=funder.id, email="lea@valmont.exemple", role=Role.CASE_MANAGER, now=world.now
    )
    member = Membership.objects.get(user_id=agent.id).id
    house = partners.console(world)
    client = house.register(is_sandbox=False).id
    bound = provider.service(legal_basis="Convention 11").client_id
    bound = OidcClient.objects.get(client_id=bound).id
    kept = {
        **{name: [house.slug] for name in ("partner", "partner-edit", "partner-invite", "partner-close")},
        **{name: [client] for name in ("partner-client", "partner-quotas")},
        **{name: [bound] for name in ("service-basis", "service-basis-end")},
        "legal-basis-end": [certifying.basis(world.funder(), RegisterSource.STUDENT, now=clock.now())],
        "funder": [funder.slug],
        "funder-edit": [funder.slug],
        "invite": [funder.slug],
        "community-create": [funder.slug],
        "community-rename": [funder.slug, community.id],
        "community-close": [funder.slug, community.id],
        "community-reopen": [funder.slug, community.id],
        "membership": [member],
        "membership-end": [member],
        "invitation-cancel": [Invitation.objects.get().id],
        "affiliation": [funder.slug],
        "delegations": [funder.slug],
        "delegation-create": [funder.slug],
        "delegation-revoke": [Delegation.objects.filter(funder=funder)[0].id],
        "page-text": ["aide", "fr"],
        "page-history": ["aide", "fr"],
        "page-look": ["aide", "fr", 0],
        "page-restore": ["aide", "fr", 0],
        "export": ["csv"],
        "aid-version": [aid.id, aid.current_id],
        "report-settle": [aid.id, MistakeReport.objects.create(aid=aid, text="Faux.", created_at=world.now).id],
        "aid-rules-version": [aid.id, aid.current_id],
        "aid-rules-case": [aid.id, 1],
        "aid-rules-case-remove": [aid.id, 1],
        "aid-item-create": [aid.id, "questions"],
        "aid-item": [aid.id, "questions", "prix"],
        "aid-item-remove": [aid.id, "pieces", "devis"],
        "aid-item-move": [aid.id, "pieces", "devis"],
        "aid-section": [aid.id, "textes"],
    }
    return {
        name: reverse(f"admin:{name}", args=kept.get(name, [aid.id] if name.startswith("aid-") else []))
        for name in DOORS
        if name not in ("aid", "aid-create")
    } | {"aid": reverse("admin:aid", args=[aid.id]), "aid-create": reverse("admin:aid-create")}


def status(client: Client, name: str, address: str) -> int:
    return (client.post(address) if name in POSTED else client.get(address)).status_code


def test_every_page_of_the_administration_has_its_row():
    resolver = next(r for r in get_resolver().url_patterns if str(r.pattern) == "administration/")
    assert {pattern.name for pattern in resolver.url_patterns} == set(DOORS)


def test_nobody_signed_in_is_sent_to_sign_in_and_back(addresses, client):
    for name, address in addresses.items():
        response = client.post(address) if name in POSTED else client.get(address)
        back = "/administration/" if name in POSTED else address
        assert response.status_code == 302, name
        assert response.headers["Location"] == f"/connexion?next={back}", name


def test_a_person_who_is_no_staff_finds_nothing(addresses, world):
    client = strong_client(world.person())
    assert {status(client, name, address) for name, address in addresses.items()} == {404}


@pytest.mark.parametrize("role", list(Role))
def test_staff_open_the_doors_of_their_role_alone(addresses, staff, role):
    client = staff(role)
    opened = {name for name, address in addresses.items() if status(client, name, address) not in (403, 404)}
    assert opened == {name for name, roles in DOORS.items() if role in roles}


@pytest.mark.parametrize("role", list(Role))
def test_another_funder_s_staff_find_nothing_of_this_one(addresses, staff, world, role):
    client = staff(role, at=world.funder())
    about = {name: address for name, address in addresses.items() if any(c.isdigit() or c == "-" for c in address)}
    assert len(about) > 20
    for name, address in about.items():
        assert status(client, name, address) == 404, name


def test_an_administrator_of_the_platform_opens_every_door(addresses, platform):
    for name, address in addresses.items():
        assert status(platform, name, address) in (200, 302), name


def test_a_session_without_a_second_factor_opens_nothing(addresses, funder, world):
    user = world.person()
    world.staff(funder, Role.ADMINISTRATOR, user=user)
    weak = Client()
    weak.force_login(user)
    for name, address in addresses.items():
        response = weak.post(address) if name in POSTED else weak.get(address)
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith(("/mon-compte/", "/connexion")), name


def test_unknown_things_are_not_found(platform, world):
    unknown = world.person().id
    for address in (
        "/administration/financeurs/inconnu",
        f"/administration/droits/{unknown}",
        f"/administration/invitations/{unknown}/annuler",
        f"/administration/aides/{unknown}",
        f"/administration/aides/{unknown}/textes",
    ):
        assert platform.get(address).status_code == 404, address


def test_a_community_is_reached_through_its_own_funder_alone(platform, world, funder):
    community = Community.objects.create(funder=world.funder(), name="Ailleurs")
    assert platform.get(f"/administration/financeurs/{funder.slug}/communautes/{community.id}").status_code == 404
