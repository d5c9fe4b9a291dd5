"""Legal bases: recorded by the platform from the authorisation, read by the program, ended at once."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.directory.models import Funder
from mob.directory.types import FunderKind
from mob.eligibility.models import LegalBasis
from mob.kernel.actor import Role
from tests.edge.admin.pages import errors_in, main_of
from tests.factories.certifying import SIRET
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/administration/bases-legales"
DAYS = {"starts_on_0": "1", "starts_on_1": "1", "starts_on_2": "2026"}


def form_of(funder: Funder, **changes: str) -> dict[str, str]:
    usual = {"funder_id": str(funder.id), "source": "family_quotient", "number": "DP-77", "recipient": SIRET}
    return usual | {"text": "Délibération 12"} | DAYS | changes


def test_a_basis_is_recorded_listed_and_ended(platform: Client, funder: Funder):
    assert "Aucune base légale" in main_of(platform.get(HERE))
    page = main_of(platform.post(f"{HERE}/nouvelle", form_of(funder, recipient="200 000 000 00014"), follow=True))
    for words in ("DataPass DP-77", "Métropole de Valmont", "Quotient familial (CAF ou MSA)", "En vigueur"):
        assert words in page
    row = LegalBasis.objects.get()
    assert (row.recipient, row.recorded_by is not None) == (SIRET, True)
    end = f"{HERE}/{row.id}/fin"
    assert "DP-77" in main_of(platform.get(end))
    assert "Plus en vigueur" in main_of(platform.post(end, follow=True))
    assert "a déjà pris fin" in main_of(platform.post(end))


def test_what_is_wrong_is_said_at_its_field(platform: Client, funder: Funder):
    response = platform.post(f"{HERE}/nouvelle", form_of(funder, recipient="123", number=""))
    assert (response.status_code, errors_in(response)) == (422, ["#id_number"])
    response = platform.post(f"{HERE}/nouvelle", form_of(funder, recipient="123"))
    assert (response.status_code, errors_in(response)) == (422, ["#id_recipient"])
    assert not LegalBasis.objects.exists()


def test_employers_are_not_in_the_list_and_forging_gives_nothing(platform: Client, world: World, funder: Funder):
    employer = world.funder("Entreprise inventée", kind=FunderKind.EMPLOYER)
    assert "Entreprise inventée" not in main_of(platform.get(f"{HERE}/nouvelle"))
    assert platform.post(f"{HERE}/nouvelle", form_of(employer)).status_code == 422
    assert not LegalBasis.objects.exists()


def test_the_staff_of_a_funder_see_none_of_it(staff, funder: Funder):
    assert staff(Role.ADMINISTRATOR).get(HERE).status_code == 404


def test_e4_an_author_is_told_why_a_paper_cannot_be_replaced(platform: Client, world: World, funder: Funder):
    """The boxes of a paper are kept in the draft; publication says what is missing."""
    from mob.catalogue.models import Aid, AidVersion

    aid = world.aid(funder)
    edit = f"/administration/aides/{aid.id}/pieces/devis/modifier"
    page = platform.get(edit)
    assert "Quotient familial" in main_of(page)
    from tests.edge.admin.pages import hidden_version

    form = {
        "version": hidden_version(page),
        "proof_type": "other",
        "label_fr": "Attestation CAF",
        "is_required": "on",
        "replaced_by": "foyer . quotient familial",
    }
    assert platform.post(edit, form).status_code == 302
    newest = AidVersion.objects.filter(aid=aid).latest("number")
    assert newest.proofs.get().replaced_by == ["foyer . quotient familial"]
    told = main_of(platform.post(f"/administration/aides/{aid.id}/publier", {"version": "2"}, follow=True))
    assert "Aucune base légale n’est enregistrée" in told
    assert Aid.objects.get(id=aid.id).current_id != newest.id
