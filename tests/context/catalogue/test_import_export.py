"""A file is tried line by line; the same file twice changes nothing; what goes out comes back in."""

import json

import pytest

from mob.catalogue import selectors, services
from mob.catalogue.models import Aid, AidVersion
from mob.catalogue.services import FileFormat, Outcome
from mob.catalogue.types import AidState
from mob.directory.models import Funder
from mob.kernel.actor import Role
from mob.kernel.errors import Forbidden
from mob.kernel.texts import text_of
from tests.factories.aids import aid_content, external_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW, World
from tests.unit.catalogue.test_reading_files import ROW, table

pytestmark = pytest.mark.django_db
URL = "https://mob.example.fr"


def bring(actor, text, **options):
    return services.import_aids(actor, content=text.encode(), now=NOW, **options)


def outcomes(report):
    return [line.outcome for line in report.taken]


def test_a_csv_makes_aids_and_their_funder_and_shows_them(platform):
    report = bring(platform, table(ROW))
    assert (report.format, report.refused, outcomes(report)) == (FileFormat.CSV, (), [Outcome.CREATED])
    view = selectors.published("prime-velo")
    assert view is not None
    assert (view.funder_name, view.external_url) == ("Ville d’Ambérieu", "https://www.exemple.fr/velo")


def test_the_same_file_again_changes_nothing(platform):
    text = table(ROW, {**ROW, "id": "43", "nom": "Autre prime"})
    bring(platform, text)
    before = list(AidVersion.objects.values_list("id", flat=True))
    assert outcomes(bring(platform, text)) == [Outcome.UNCHANGED] * 2
    assert list(AidVersion.objects.values_list("id", flat=True)) == before


def test_a_changed_line_makes_a_new_version(platform):
    bring(platform, table(ROW))
    assert outcomes(bring(platform, table({**ROW, "montant": "300 €"}))) == [Outcome.UPDATED]
    view = selectors.published("prime-velo")
    assert view is not None
    assert (view.number, view.amount_text) == (2, "300 €")


def test_an_aid_taken_back_by_its_author_stays_back(platform):
    bring(platform, table(ROW))
    aid = Aid.objects.get()
    services.unpublish(platform, aid_id=aid.id, now=NOW)
    bring(platform, table(ROW))
    bring(platform, table({**ROW, "montant": "300 €"}))
    aid.refresh_from_db()
    assert aid.state == AidState.UNPUBLISHED


def test_what_an_author_corrected_by_hand_is_kept_when_the_file_has_not_changed(platform):
    bring(platform, table(ROW))
    aid = Aid.objects.get()
    editing = selectors.editing(platform, aid.id)
    services.edit_aid(
        platform, aid_id=aid.id, content=external_content("Corrigée"), expected_version=editing.version, now=NOW
    )
    bring(platform, table(ROW))
    assert selectors.editing(platform, aid.id).content.fr.title == "Corrigée"


def test_a_dry_run_tells_everything_and_writes_nothing(platform):
    bad = {**ROW, "id": "43", "lien_souscription": "App"}
    report = bring(platform, table(ROW, bad), dry_run=True)
    assert report.is_dry_run
    assert outcomes(report) == [Outcome.CREATED]
    assert [(line.number, line.problems[0].code) for line in report.refused] == [(3, "aid_external_address_missing")]
    assert not Aid.objects.exists()
    assert not Funder.objects.exists()


def test_a_bad_line_does_not_keep_the_others_out(platform):
    report = bring(platform, table({**ROW, "id": "1", "mode_transport": "[]"}, ROW))
    assert [line.number for line in report.refused] == [2]
    assert Aid.objects.count() == 1


def test_without_publishing_aids_come_in_as_drafts_and_may_be_shown_later(platform):
    bring(platform, table(ROW), publishes=False)
    assert Aid.objects.get().state == AidState.DRAFT
    assert outcomes(bring(platform, table(ROW))) == [Outcome.UPDATED]
    assert Aid.objects.get().state == AidState.PUBLISHED


def test_an_author_brings_in_the_aids_of_her_funder_alone(world: World, author, town):
    own = {**ROW, "financeur": town.name}
    report = bring(author, table(own, {**ROW, "id": "43", "financeur": "Autre ville"}))
    assert len(report.taken) == 1
    assert [line.number for line in report.refused] == [3]
    other = world.funder("Autre ville")
    assert bring(author, table({**ROW, "id": "44", "financeur": other.name})).taken == ()


def test_others_bring_in_nothing(world: World, town):
    for actor in (world.citizen(), world.staff(town, Role.CASE_MANAGER)):
        with pytest.raises(Forbidden):
            bring(actor, table(ROW))


@pytest.mark.parametrize("fmt", list(FileFormat))
def test_what_goes_out_comes_back_unchanged(platform, town, fmt):
    publish(town, aid_content())
    publish(town, external_content())
    text = services.export_aids(platform, fmt=fmt, now=NOW, public_url=URL)
    assert outcomes(bring(platform, text)) == [Outcome.UNCHANGED] * 2


@pytest.mark.parametrize("fmt", list(FileFormat))
def test_another_installation_takes_the_file(platform, town, fmt):
    publish(town, external_content())
    text = services.export_aids(platform, fmt=fmt, now=NOW, public_url=URL)
    Aid.objects.all().update(current=None)
    Aid.objects.all().delete()
    report = bring(platform, text)
    assert (report.refused, outcomes(report)) == ((), [Outcome.CREATED])
    view = selectors.published("prime-velo-regionale")
    assert view is not None
    assert [territory.code for territory in view.territories] == ["999900001"]


def test_people_get_what_is_published_and_authors_their_drafts(world: World, author, town):
    publish(town, aid_content())
    services.create_aid(author, funder_id=town.id, content=aid_content("Brouillon"), now=NOW)
    public = services.export_aids(world.citizen(), fmt=FileFormat.JSON, now=NOW, public_url=URL)
    own = services.export_aids(author, fmt=FileFormat.JSON, now=NOW, public_url=URL, drafts=True)
    assert len(json.loads(public)["aids"]) == 1
    assert [aid.get("is_draft") for aid in json.loads(own)["aids"]] == [True, None]


HOSTILE = {
    "key": "clé",
    "funder": "Ville hostile",
    "level": "commune",
    "modes": ["bicycle"],
    "territories": [{"kind": "commune", "code": "01004"}],
    "external_url": "https://www.exemple.fr",
    "texts": {"fr": {"title": "Prime", "promise": "p", "conditions": "c", "amount_text": "1 €"}},
}


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "../../administration"},
        {"slug": "a" * 300},
        {"slug": "Prime Vélo"},
        {"max_amount_cents": 10**30},
        {"max_amount_cents": -1},
        {"minimum_age": 10**12},
        {"territories": [{"kind": "galaxie-lointaine", "code": "01004"}]},
        {"territories": [{"kind": "commune", "code": "0" * 500}]},
        {"texts": {"fr": {"title": "a\x00b", "promise": "p", "conditions": "c"}}},
        {"texts": {"fr": {"title": "\ud800", "promise": "p", "conditions": "c"}}},
        {"key": "\x00"},
        {"funder": "Ville\x00"},
        {"valid_from": "0000-00-00"},
        {"external_url": "javascript:alert(1)"},
        {"source_url": "https://user@mechant.example/"},
        {"texts": []},
        {"territories": [["commune"]]},
    ],
)
def test_a_hostile_line_is_refused_with_words_and_never_breaks(platform, change):
    file = {
        "format": "mob-aids/1",
        "funders": [{"name": HOSTILE["funder"], "kind": "territorial", "contact_phone": "3939"}],
        "aids": [HOSTILE | change, HOSTILE | {"key": "bonne"}],
    }
    report = bring(platform, json.dumps(file))
    assert [line.number for line in report.refused] == [1]
    assert [line.number for line in report.taken] == [2]
    for problem in report.refused[0].problems:
        assert text_of(problem.code, "fr", **dict(problem.params))


def test_a_csv_keeps_what_its_columns_cannot_say(platform, town):
    aid_id = publish(town, aid_content(minimum_age=18))
    text = services.export_aids(platform, fmt=FileFormat.CSV, now=NOW, public_url=URL)
    bring(platform, text.replace("Prime vélo à assistance électrique", "Prime vélo 2027"))
    content = selectors.editing(platform, aid_id).content
    assert (content.fr.title, content.minimum_age, len(content.fields)) == ("Prime vélo 2027", 18, 1)
