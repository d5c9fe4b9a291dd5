"""The aids shipped with the product are read whole, published, sourced, and tell real funders from invented ones."""

from importlib.resources import files

import pytest

from mob.catalogue import search, selectors, services
from mob.catalogue.models import Aid, AidVersion
from mob.catalogue.search import SearchQuery
from mob.catalogue.services import Outcome
from mob.catalogue.types import Level, Mode, Processing
from mob.kernel.clock import civil_date
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
NAMES = ("aids.json", "demo-aids.json")


def shipped(name):
    return files("mob.catalogue").joinpath("data", name).read_bytes()


@pytest.fixture
def reports(platform):
    return [services.import_aids(platform, content=shipped(name), now=NOW) for name in NAMES]


def test_every_shipped_aid_is_taken_and_published(reports):
    assert [report.refused for report in reports] == [(), ()]
    assert all(aid.state == "published" for aid in Aid.objects.all())
    assert len(reports[0].taken) >= 15


def test_importing_the_same_files_again_changes_nothing(platform, reports):
    versions = AidVersion.objects.count()
    for name in NAMES:
        again = services.import_aids(platform, content=shipped(name), now=NOW)
        assert {line.outcome for line in again.taken} == {Outcome.UNCHANGED}
    assert AidVersion.objects.count() == versions


def test_they_cover_every_level_and_every_mode_and_some_have_ended(reports):
    page = search.find(SearchQuery(page_size=100), day=civil_date(NOW))
    assert {hit.document.level for hit in page.hits} == set(Level)
    assert {mode for hit in page.hits for mode in hit.document.modes} == set(Mode)
    assert page.ended >= 3


def test_each_real_aid_names_its_source_and_leads_to_an_official_page(reports):
    for slug in Aid.objects.filter(funder__is_invented=False).values_list("slug", flat=True):
        view = selectors.published(slug)
        assert view is not None
        assert view.processing is Processing.EXTERNAL, slug
        assert view.external_url.startswith("https://"), slug
        assert view.source_url, slug
        assert view.source_date, slug


def test_french_spaces_do_not_break(reports):
    for slug, version_id in Aid.objects.values_list("slug", "current_id"):
        view = selectors.terms(version_id)
        for text in (view.title, view.promise, view.description, view.conditions, view.amount_text):
            assert not any(pair in text for pair in (" €", " :", " ?", " !", " ;", " %", "'")), (slug, text)


def test_the_allowance_tells_its_caps_year_by_year(reports):
    rows = selectors.dated_versions("forfait-mobilites-durables")
    assert [(row.valid_from.year, row.max_amount) for row in rows] == [
        (2025, 60_000),
        (2022, 70_000),
        (2021, 50_000),
        (2020, 40_000),
    ]


def test_they_go_out_and_come_back_in_both_formats_unchanged(platform, reports):
    for fmt in services.FileFormat:
        text = services.export_aids(platform, fmt=fmt, now=NOW, public_url="https://mob.example.fr")
        again = services.import_aids(platform, content=text.encode(), now=NOW)
        assert again.refused == ()
        assert {line.outcome for line in again.taken} == {Outcome.UNCHANGED}
