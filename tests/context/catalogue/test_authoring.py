"""Aids are written, published and withdrawn by their authors alone; what people read never changes under them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mob.catalogue import selectors, services
from mob.catalogue.models import Aid, AidVersion, CatalogueState
from mob.catalogue.types import AidState, AidTexts, Processing
from mob.journal.models import Fact
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Conflict, Forbidden, InvalidMany, MobError, NotFound, Refused
from mob.kernel.texts import text_of
from tests.factories.aids import aid_content, external_content
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


def make(actor, funder, **changes):
    return services.create_aid(actor, funder_id=funder.id, content=aid_content(**changes), now=NOW)


def kinds(aid_id):
    return list(Fact.objects.filter(stream=f"aid:{aid_id}").order_by("seq").values_list("kind", flat=True))


def test_what_is_written_is_read_again_unchanged(author, town):
    content = aid_content(en=AidTexts(title="Electric bicycle grant", promise="Part of your bicycle is refunded."))
    aid_id = services.create_aid(author, funder_id=town.id, content=content, now=NOW)
    editing = selectors.editing(author, aid_id)
    assert editing.content == content
    assert (editing.slug, editing.state, editing.has_draft) == (
        "prime-velo-a-assistance-electrique",
        AidState.DRAFT,
        True,
    )
    assert selectors.published(editing.slug) is None


def test_two_aids_of_one_title_have_two_addresses(author, town):
    slugs = {selectors.editing(author, make(author, town)).slug for _ in range(3)}
    base = "prime-velo-a-assistance-electrique"
    assert slugs == {base, f"{base}-2", f"{base}-3"}


def test_an_address_already_taken_is_refused(author, town):
    services.create_aid(author, funder_id=town.id, content=aid_content(), now=NOW, slug="prime")
    with pytest.raises(Conflict):
        services.create_aid(author, funder_id=town.id, content=aid_content(), now=NOW, slug="prime")


def test_publishing_shows_the_aid_and_says_so_once(author, town):
    aid_id = make(author, town)
    services.publish(author, aid_id=aid_id, now=NOW)
    services.publish(author, aid_id=aid_id, now=NOW + timedelta(hours=1))
    view = selectors.published("prime-velo-a-assistance-electrique", language="en")
    assert view is not None
    assert (view.title, view.fields[0].label) == ("Prime vélo à assistance électrique", "Price of the bicycle")
    assert kinds(aid_id) == ["aid_created", "aid_published"]


def test_editing_a_published_aid_makes_the_next_number_and_leaves_what_people_read(author, town):
    aid_id = make(author, town)
    services.publish(author, aid_id=aid_id, now=NOW)
    first = selectors.editing(author, aid_id)
    changed = replace(first.content, fr=replace(first.content.fr, title="Prime vélo 2027"))
    version = services.edit_aid(author, aid_id=aid_id, content=changed, expected_version=first.version, now=NOW)
    assert selectors.published(first.slug).title == "Prime vélo à assistance électrique"
    again = replace(changed, fr=replace(changed.fr, title="Prime vélo 2028"))
    services.edit_aid(author, aid_id=aid_id, content=again, expected_version=version, now=NOW)
    services.publish(author, aid_id=aid_id, now=NOW)
    assert selectors.published(first.slug).title == "Prime vélo 2028"
    assert selectors.version(first.version_id).title == "Prime vélo à assistance électrique"
    assert [row.number for row in selectors.history(author, aid_id)] == [2, 1]
    assert [row.is_current for row in selectors.history(author, aid_id)] == [True, False]


def test_the_second_author_is_told_that_somebody_was_first(author, town):
    aid_id = make(author, town)
    services.edit_aid(author, aid_id=aid_id, content=aid_content("Un"), expected_version=1, now=NOW)
    with pytest.raises(Conflict) as refusal:
        services.edit_aid(author, aid_id=aid_id, content=aid_content("Deux"), expected_version=1, now=NOW)
    assert refusal.value.code == "aid_changed"
    assert selectors.editing(author, aid_id).content.fr.title == "Un"


def test_what_cannot_be_published_is_named_value_by_value(author, town):
    aid_id = make(author, town, territories=(), modes=())
    with pytest.raises(InvalidMany) as refusal:
        services.publish(author, aid_id=aid_id, now=NOW)
    assert {error.pointer for error in refusal.value.errors} == {"territories", "modes"}
    problems = selectors.publication_problems(author, aid_id, today=NOW.date())
    assert {problem.pointer for problem in problems} == {"territories", "modes"}
    assert Aid.objects.get(id=aid_id).state == AidState.DRAFT


def test_a_territory_that_does_not_exist_cannot_be_published(author, town):
    from mob.catalogue.types import TerritoryCode

    aid_id = make(author, town, territories=(TerritoryCode("commune", "99999"),))
    with pytest.raises(InvalidMany) as refusal:
        services.publish(author, aid_id=aid_id, now=NOW)
    assert [error.code for error in refusal.value.errors] == ["aid_territory_unknown"]


def test_a_real_funder_gives_information_only(platform, town):
    town.is_invented = False
    town.save()
    here = make(platform, town)
    with pytest.raises(InvalidMany) as refusal:
        services.publish(platform, aid_id=here, now=NOW)
    assert [error.code for error in refusal.value.errors] == ["aid_funder_does_not_receive"]
    elsewhere = services.create_aid(platform, funder_id=town.id, content=external_content(), now=NOW)
    services.publish(platform, aid_id=elsewhere, now=NOW)
    assert selectors.published("prime-velo-regionale").processing is Processing.EXTERNAL


def test_an_aid_taken_back_is_no_longer_shown_and_may_be_shown_again(author, town):
    aid_id = make(author, town)
    with pytest.raises(Refused):
        services.unpublish(author, aid_id=aid_id, now=NOW)
    services.publish(author, aid_id=aid_id, now=NOW)
    services.unpublish(author, aid_id=aid_id, now=NOW)
    assert selectors.published("prime-velo-a-assistance-electrique") is None
    services.publish(author, aid_id=aid_id, now=NOW)
    assert selectors.published("prime-velo-a-assistance-electrique") is not None
    assert kinds(aid_id)[-3:] == ["aid_published", "aid_unpublished", "aid_published"]
    assert AidVersion.objects.filter(aid_id=aid_id).count() == 1


def test_the_catalogue_moves_with_each_publication_and_not_with_a_draft(author, town):
    aid_id = make(author, town)
    assert not CatalogueState.objects.exists()
    stamps = set()
    for act in (services.publish, services.unpublish, services.publish):
        act(author, aid_id=aid_id, now=NOW)
        stamps.add(CatalogueState.objects.get().stamp)
    assert len(stamps) == 3


def test_another_funders_author_may_not_even_know_the_aid(world: World, author, town):
    aid_id = make(author, town)
    other = world.staff(world.funder(), Role.CONTENT_EDITOR)
    for actor in (other, Actor.anonymous(), world.citizen()):
        for act in (services.publish, services.unpublish):
            with pytest.raises(NotFound):
                act(actor, aid_id=aid_id, now=NOW)
        for read in (selectors.editing, selectors.history):
            with pytest.raises(NotFound):
                read(actor, aid_id)
        assert not selectors.visible_to(actor).exists()
        with pytest.raises(NotFound):
            make(actor, town)


def test_a_case_manager_of_the_funder_does_not_write_aids(world: World, author, town):
    aid_id = make(author, town)
    with pytest.raises(Forbidden):
        services.publish(world.staff(town, Role.CASE_MANAGER), aid_id=aid_id, now=NOW)


def test_an_administrator_of_the_platform_writes_every_aid(platform, author, town):
    aid_id = make(author, town)
    services.publish(platform, aid_id=aid_id, now=NOW)
    rows, total = selectors.aids(platform, state=AidState.PUBLISHED, text="vélo")
    assert (total, rows[0].id, rows[0].has_draft) == (1, aid_id, False)


def test_a_list_of_aids_costs_the_same_whatever_its_length(author, town, django_assert_num_queries):
    for _ in range(5):
        make(author, town)
    with django_assert_num_queries(4):
        rows, total = selectors.aids(author, limit=3)
    assert (len(rows), total) == (3, 5)


def test_every_error_of_the_catalogue_has_its_words():
    errors: list[MobError] = [Conflict("aid_changed"), Refused("aid_not_published"), NotFound("funder_not_found")]
    for error in errors:
        assert text_of(error.code, "fr") != text_of(error.code, "en")
