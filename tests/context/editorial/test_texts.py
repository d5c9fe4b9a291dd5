"""Texts of pages: each save is a new one, nobody overwrites another, nothing is lost."""

from __future__ import annotations

import pytest

from mob.editorial import selectors, services
from mob.editorial.types import MOST, Language, Page
from mob.identity.models import User
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.factories.world import World

pytestmark = pytest.mark.django_db
FR, EN = Language.FRENCH, Language.ENGLISH


@pytest.fixture
def editor(world: World) -> Actor:
    return Actor(ActorKind.STAFF, id=world.person().id, roles=frozenset({Role.ADMINISTRATOR}))


def save(world: World, actor: Actor, text: str, based_on: int = 0, page: Page = Page.HELP) -> int:
    return services.save(actor, page=page, language=FR, text=text, based_on=based_on, now=world.now)


def test_until_somebody_writes_people_read_the_shipped_text(world: World) -> None:
    shown = selectors.current(Page.HELP, FR)
    assert (shown.number, shown.changed_at, shown.text) == (0, None, selectors.shipped(Page.HELP, FR))


def test_a_saved_text_is_read_at_once_in_its_language_alone_and_says_since_when(world: World, editor: Actor) -> None:
    assert save(world, editor, "## Bonjour") == 1
    shown = selectors.current(Page.HELP, FR)
    assert (shown.text, shown.number, shown.changed_at) == ("## Bonjour\n", 1, world.now)
    assert selectors.current(Page.HELP, EN).number == 0
    assert [(f.kind, f.data["number"]) for f in stream_facts(editor, "page:aide")] == [("page_edited", 1)]


def test_two_editors_do_not_overwrite_each_other(world: World, editor: Actor) -> None:
    save(world, editor, "un")
    with pytest.raises(Conflict):
        save(world, editor, "deux", based_on=0)
    assert selectors.current(Page.HELP, FR).text == "un\n"


def test_an_earlier_text_and_the_shipped_one_can_be_taken_up_again(world: World, editor: Actor) -> None:
    save(world, editor, "un")
    save(world, editor, "deux", based_on=1)
    again = {"page": Page.HELP, "language": FR, "now": world.now}
    assert services.restore(editor, number=1, based_on=2, **again) == 3
    assert selectors.current(Page.HELP, FR).text == "un\n"
    services.restore(editor, number=0, based_on=3, **again)
    assert selectors.current(Page.HELP, FR).text == selectors.shipped(Page.HELP, FR)
    assert [r.number for r in selectors.history(editor, Page.HELP, FR)] == [4, 3, 2, 1]


@pytest.mark.parametrize("text", ["", " \n ", "x" * (MOST + 1), "Chez {editeur}"])
def test_a_text_that_says_nothing_too_much_or_names_no_setting_is_refused(
    world: World, editor: Actor, text: str
) -> None:
    with pytest.raises(Invalid):
        save(world, editor, text)
    assert selectors.current(Page.HELP, FR).number == 0


@pytest.mark.parametrize("role", Role)
def test_staff_of_a_funder_neither_write_nor_read_the_history(world: World, role: Role) -> None:
    actor = world.staff(world.funder(), role)
    with pytest.raises(Forbidden):
        save(world, actor, "un")
    with pytest.raises(NotFound):
        selectors.history(actor, Page.HELP, FR)


def test_a_text_outlives_its_author(world: World, editor: Actor) -> None:
    save(world, editor, "un")
    User.objects.filter(id=editor.id).delete()
    assert [r.author_id for r in selectors.history(editor, Page.HELP, FR)] == [None]
