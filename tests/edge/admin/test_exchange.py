"""Import and export pages."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mob.catalogue.models import Aid, AidText
from mob.directory.models import Funder
from mob.kernel.actor import Role
from tests.edge.admin.pages import errors_in, main_of
from tests.factories.sessions import strong_client

pytestmark = pytest.mark.django_db
PAGE = "/administration/aides/fichier"


def sent(client, content: bytes, name: str = "aides.json"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def exported(platform, world, funder) -> bytes:
    """A file of one aid that is no longer here."""
    world.aid(funder, slug="prime-cargo", communes=("38185",))
    AidText.objects.update(conditions="- Habiter Grenoble")
    content = platform.get(f"{PAGE}/aides.json").content
    Aid.objects.all().update(current=None)
    Aid.objects.all().delete()
    return content


def test_an_import_is_tried_first_and_writes_nothing(platform, exported):
    page = main_of(sent(platform, exported))
    assert "btn--next" in page
    assert not Aid.objects.exists()


def test_the_confirmed_import_takes_the_very_file_that_was_tried(platform, exported):
    sent(platform, exported)
    response = platform.post(f"{PAGE}/importer")
    assert response.status_code == 200
    assert Aid.objects.get().slug == "prime-cargo"
    again = platform.post(f"{PAGE}/importer", follow=True)
    assert again.redirect_chain == [(PAGE, 302)]


def test_the_same_file_again_changes_nothing(platform, exported):
    sent(platform, exported)
    platform.post(f"{PAGE}/importer")
    page = main_of(sent(platform, exported))
    assert "btn--next" not in page


def test_every_refused_line_is_listed_with_its_reasons(platform, exported):
    file = json.loads(exported)
    broken = dict(file["aids"][0], key="autre", slug="autre", modes=["rocket"])
    file["aids"].append(broken)
    page = main_of(sent(platform, json.dumps(file).encode()))
    assert page.count('<th scope="row" class="num">2</th>') == 1
    assert "btn--next" in page


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"a;b\n1;2\n", b"[]", b"null", b"{}" * 10])
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(platform, content):
    response = sent(platform, content)
    assert response.status_code in (200, 422)
    if response.status_code == 422:
        assert errors_in(response) == ["#id_file"]
    assert not Aid.objects.exists()


def test_a_file_too_large_is_refused(platform):
    response = sent(platform, b"{" + b" " * 700_001)
    assert response.status_code == 422


def test_a_funder_s_author_imports_into_her_own_funder_alone(staff, exported, funder, world):
    other = world.funder("Ailleurs")
    response = sent(staff(Role.CONTENT_EDITOR, at=other), exported)
    assert "btn--next" not in main_of(response)
    mine = staff(Role.CONTENT_EDITOR)
    sent(mine, exported)
    mine.post(f"{PAGE}/importer")
    assert Aid.objects.get().funder_id == funder.id
    assert Funder.objects.count() == 2


def test_the_file_kept_for_confirming_serves_nobody_else(platform, exported, staff):
    assert staff(Role.CONTENT_EDITOR).post(f"{PAGE}/importer").status_code == 302
    assert not Aid.objects.exists()


def test_a_file_tried_under_one_funder_s_hat_is_not_imported_under_another_s(world, exported, funder):
    other, user = world.funder("Ailleurs"), world.person()
    for each in (funder, other):
        world.staff(each, Role.CONTENT_EDITOR, user=user)
    client = strong_client(user)
    for chosen in (funder, other):
        session = client.session
        session["funder"] = str(chosen.id)
        session.save()
        if chosen == funder:
            assert "btn--next" in main_of(sent(client, exported))
    assert client.post(f"{PAGE}/importer").headers["Location"] == PAGE
    assert not Aid.objects.exists()


def test_exports_are_files_named_by_their_day(platform, world):
    world.aid(slug="prime-cargo", communes=("38185",))
    for kind, mime in (("csv", "text/csv"), ("json", "application/json")):
        response = platform.get(f"{PAGE}/aides.{kind}")
        assert response.headers["Content-Type"].startswith(mime)
        assert response.headers["Content-Disposition"].startswith('attachment; filename="aides-')
        assert "prime-cargo" in response.content.decode()


def test_an_author_s_export_holds_her_funder_alone(staff, world, funder):
    world.aid(funder, slug="a-nous", communes=("38185",))
    world.aid(world.funder("Ailleurs"), slug="a-eux", communes=("38185",))
    text = staff(Role.CONTENT_EDITOR).get(f"{PAGE}/aides.json").content.decode()
    assert "a-nous" in text
    assert "a-eux" not in text
