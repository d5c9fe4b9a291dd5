"""The data map leaves no column out, and names none that does not exist."""

from __future__ import annotations

import pytest
from django.apps import apps

from mob.privacy import End, TreatmentCode, data_map, datum_of, treatments
from mob.privacy.treatments import end_words

# Columns of the catalogue, of tables of libraries and of figures that no person stands behind.
_PEOPLE = {
    "identity.User",
    "identity.Profile",
    "applications.Application",
    "directory.Affiliation",
    "documents.Document",
}


def columns() -> set[tuple[str, str]]:
    models = apps.get_models(include_auto_created=True)
    return {(model._meta.label, field.name) for model in models for field in model._meta.concrete_fields}


def mapped() -> list[tuple[str, str]]:
    return [(table.model, column) for table in data_map() for column in table.columns]


def test_every_column_of_every_table_has_its_place() -> None:
    """A new column: say in `mob/privacy/tables.py` what it holds of somebody, or list it as plain; `make register`."""
    assert sorted(columns() - set(mapped())) == []


def test_the_map_names_no_column_that_does_not_exist_and_none_twice() -> None:
    assert sorted(set(mapped()) - columns()) == []
    assert len(mapped()) == len(set(mapped()))
    assert len({table.model for table in data_map()}) == len(data_map())


def test_what_points_at_an_account_is_never_plain() -> None:
    """A foreign key to an account says whose something is."""
    user = apps.get_model("identity", "User")
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is user:
                assert datum_of(model._meta.label, field.name) is not None, (model._meta.label, field.name)


@pytest.mark.parametrize("model", sorted(_PEOPLE))
def test_the_tables_about_people_are_personal(model: str) -> None:
    assert next(table for table in data_map() if table.model == model).is_personal


def test_each_datum_belongs_to_a_treatment_that_says_everything() -> None:
    assert {each.code for each in treatments()} == set(TreatmentCode)
    used = {datum.treatment for table in data_map() for datum in table.data}
    assert used == set(TreatmentCode)
    assert all(str(end_words(end)) for end in End)


def test_an_unknown_column_is_an_error() -> None:
    with pytest.raises(KeyError):
        datum_of("identity.User", "shoe_size")
    assert datum_of("catalogue.Aid", "slug") is None
