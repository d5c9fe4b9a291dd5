"""Aids are kept true: one click, a keeper, links asked a few at a time, mistakes told of and erased after a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mob.catalogue import selectors, services
from mob.catalogue.models import Aid, AidLink, AidVersion, MistakeReport
from mob.catalogue.personal_data import CatalogueData
from mob.catalogue.ports import LinkProbe
from mob.catalogue.types import LinkState, Worry
from mob.identity.throttle import REPORT_NETWORK, Slowed
from mob.identity.types import Visit
from mob.journal.models import Fact
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Refused
from mob.kernel.ports import plug
from tests.factories.aids import aid_content, external_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
VISIT = Visit("203.0.113.7")


def report(slug: str, text: str = "Le montant a changé.", email: str = "", visit: Visit = VISIT):
    return services.report_mistake(Actor.anonymous(), slug=slug, text=text, email=email, visit=visit, now=NOW)


def slug_of(aid_id) -> str:
    return Aid.objects.get(id=aid_id).slug


def test_one_click_verifies_an_aid_and_writes_no_version(author, town):
    aid_id = publish(town, aid_content(verified_on=date(2025, 1, 1), valid_to=None))
    assert [row.worries for row in selectors.to_look_at(author, today=TODAY)] == [(Worry.STALE,)]
    services.confirm_aid(author, aid_id=aid_id, now=NOW)
    services.confirm_aid(author, aid_id=aid_id, now=NOW)
    assert AidVersion.objects.filter(aid=aid_id).count() == 1
    view = selectors.published(slug_of(aid_id))
    assert view is not None
    assert view.verified_on == TODAY
    assert selectors.to_look_at(author, today=TODAY) == []
    assert Fact.objects.filter(kind="aid_verified").count() == 1


def test_a_later_check_written_by_its_author_wins(author, town):
    aid_id = publish(town, aid_content(verified_on=TODAY + timedelta(days=3)))
    services.confirm_aid(author, aid_id=aid_id, now=NOW)
    view = selectors.published(slug_of(aid_id))
    assert view is not None
    assert view.verified_on == TODAY + timedelta(days=3)


def test_a_draft_is_not_verified(author, town):
    aid_id = services.create_aid(author, funder_id=town.id, content=aid_content(), now=NOW)
    with pytest.raises(Refused):
        services.confirm_aid(author, aid_id=aid_id, now=NOW)


def test_only_its_authors_keep_an_aid(author, town, world: World):
    aid_id = publish(town, aid_content())
    stranger = world.staff(world.funder("Ailleurs"), Role.CONTENT_EDITOR)
    agent = world.staff(town, Role.CASE_MANAGER)
    for act in (
        lambda actor: services.confirm_aid(actor, aid_id=aid_id, now=NOW),
        lambda actor: services.set_owner(actor, aid_id=aid_id, owner_id=None, now=NOW),
        lambda actor: selectors.freshness_of(actor, aid_id, today=TODAY),
        lambda actor: selectors.possible_owners(actor, aid_id),
    ):
        with pytest.raises(NotFound):
            act(stranger)
        with pytest.raises(Forbidden):
            act(agent)
    assert selectors.to_look_at(stranger, today=TODAY) == []


def test_an_aid_is_kept_by_its_owner_else_by_its_authors_else_by_the_platform(author, town, world: World):
    aid_id = publish(town, aid_content())
    second = world.staff(town, Role.CONTENT_EDITOR)
    assert {each.user_id for each in selectors.keepers_of(aid_id)} == {author.id, second.id}
    services.set_owner(author, aid_id=aid_id, owner_id=second.id, now=NOW)
    assert [each.user_id for each in selectors.keepers_of(aid_id)] == [second.id]
    assert selectors.freshness_of(author, aid_id, today=TODAY).owner_id == second.id
    with pytest.raises(Invalid, match="aid_owner_unknown"):
        services.set_owner(author, aid_id=aid_id, owner_id=world.person().id, now=NOW)
    world.staff(town, Role.CASE_MANAGER)
    elsewhere = publish(world.funder("Sans auteur"), aid_content("Autre"))
    assert selectors.keepers_of(elsewhere) == []


def test_a_mistake_is_told_without_an_account_and_names_nobody_in_the_journal(author, town):
    aid_id = publish(town, aid_content(verified_on=TODAY))
    report(slug_of(aid_id), "  Le lien\nest mort. ", "Samira@exemple.fr")
    found = selectors.freshness_of(author, aid_id, today=TODAY)
    assert Worry.REPORTED in found.worries
    assert [(each.text, each.email) for each in found.reports] == [("Le lien\nest mort.", "Samira@exemple.fr")]
    fact = Fact.objects.get(kind="aid_mistake_reported")
    assert "Samira" not in str(fact.data)
    services.settle_report(author, aid_id=aid_id, report_id=found.reports[0].id, now=NOW)
    services.settle_report(author, aid_id=aid_id, report_id=found.reports[0].id, now=NOW)
    assert Worry.REPORTED not in selectors.freshness_of(author, aid_id, today=TODAY).worries


def test_a_report_of_another_aid_cannot_be_settled_from_here(author, town, world: World):
    mine, other = publish(town, aid_content()), publish(world.funder("Ailleurs"), aid_content("Autre"))
    report_id = report(slug_of(other))
    with pytest.raises(NotFound):
        services.settle_report(author, aid_id=mine, report_id=report_id, now=NOW)


@pytest.mark.parametrize(
    ("text", "email", "pointers"), [(" ", "", {"text"}), ("x" * 1001, "pas une adresse", {"text", "email"})]
)
def test_a_report_that_says_nothing_or_too_much_is_refused(town, text, email, pointers):
    aid_id = publish(town, aid_content())
    with pytest.raises(InvalidMany) as refusal:
        report(slug_of(aid_id), text, email)
    assert {each.pointer for each in refusal.value.errors} == pointers
    assert not MistakeReport.objects.exists()


def test_reports_are_slowed_and_those_of_no_page_refused(town):
    slug = slug_of(publish(town, aid_content()))
    for _time in range(REPORT_NETWORK.most):
        report(slug)
    with pytest.raises(Slowed):
        report(slug)
    report(slug, visit=Visit("198.51.100.9"))
    with pytest.raises(NotFound):
        report("nulle-part")


def test_reports_go_after_a_year_and_with_the_account_of_their_address(town, world: World):
    slug = slug_of(publish(town, aid_content()))
    user = world.person("samira@exemple.fr")
    report(slug, email="SAMIRA@exemple.fr")
    report(slug, "Sans adresse.")
    data = CatalogueData()
    assert b"montant" in data.export(user.id)[0].content
    data.erase(Actor.citizen(user.id), user_id=user.id, choices={}, now=NOW)
    assert [each.text for each in MistakeReport.objects.all()] == ["Sans adresse."]
    assert services.due_reports(NOW + timedelta(days=365)) == 0
    assert services.forget_reports(NOW + timedelta(days=366)) == 1
    assert not MistakeReport.objects.exists()


class Probe:
    """Answers what the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, LinkState] = {}
        self.asked: list[str] = []

    def look(self, address: str) -> LinkState:
        self.asked.append(address)
        return self.answers.get(address, LinkState.FINE)


@pytest.fixture
def probe() -> Probe:
    found = Probe()
    plug(LinkProbe, lambda: found)  # type: ignore[type-abstract]
    return found


def pages(town, *addresses: str):
    return [publish(town, external_content(f"Aide {n}", external_url=each)) for n, each in enumerate(addresses)]


def test_pages_are_asked_a_few_at_a_time_one_a_site_and_rarely(town, probe):
    pages(town, "https://a.fr/1", "https://a.fr/2", "https://b.fr/", "https://c.fr/")
    assert services.check_links(now=NOW, limit=2) == 2
    assert services.check_links(now=NOW, limit=9) == 2
    assert len({address.split("/")[2] for address in probe.asked[:2]}) == 2
    assert sorted(probe.asked) == ["https://a.fr/1", "https://a.fr/2", "https://b.fr/", "https://c.fr/"]
    assert services.check_links(now=NOW + timedelta(days=13)) == 0
    assert services.check_links(now=NOW + timedelta(days=15)) == 3


def test_a_page_that_fails_is_asked_again_the_next_day_and_told_after_three(author, town, probe):
    (aid_id,) = pages(town, "https://a.fr/1")
    probe.answers["https://a.fr/1"] = LinkState.SILENT
    for days in (0, 2, 4):
        services.check_links(now=NOW + timedelta(days=days))
    assert len(probe.asked) == 3
    found = selectors.freshness_of(author, aid_id, today=TODAY + timedelta(days=4))
    assert Worry.LINK in found.worries
    probe.answers.clear()
    services.check_links(now=NOW + timedelta(days=6))
    assert AidLink.objects.get().failing_since is None


def test_a_page_whose_address_changed_starts_anew(author, town, probe):
    (aid_id,) = pages(town, "https://a.fr/1")
    probe.answers["https://a.fr/1"] = LinkState.GONE
    services.check_links(now=NOW)
    editing = selectors.editing(author, aid_id)
    content = external_content("Aide 0", external_url="https://b.fr/")
    services.edit_aid(author, aid_id=aid_id, content=content, expected_version=editing.version, now=NOW)
    services.publish(author, aid_id=aid_id, now=NOW)
    services.check_links(now=NOW + timedelta(days=2))
    assert AidLink.objects.get().state == LinkState.FINE.value
