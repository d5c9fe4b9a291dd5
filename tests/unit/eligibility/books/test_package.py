"""A package is read without running it, and anything unexpected refuses it whole."""

from __future__ import annotations

import pytest

from mob.eligibility.books import package
from mob.kernel.errors import Invalid
from tests.factories import rule_packages


def test_a_package_says_its_edition_its_licence_and_who_gives(tmp_path):
    read = package.read(rule_packages.write(tmp_path))
    assert (read.name, read.edition, read.licence) == ("@betagouv/aides-velo", "3.6.1", "Apache-2.0")
    assert read.givers["aides . lyon"] == package.Collectivity("epci", "Grand Lyon", "200046977")
    assert read.givers["aides . colmar"] == package.Collectivity("code insee", "68066")


@pytest.mark.parametrize(
    "broken",
    [
        "",
        'var aides_collectivities_default = {\n\t"a": missing\n};',
        "var aides_collectivities_default = {\n\t\"a\": (() => fetch('x'))()\n};",
        'var a = {\n"collectivity": run()\n};\nvar aides_collectivities_default = {\n\t"a": a\n};',
        'var a = {\n"collectivity": {"kind": 3}\n};\nvar aides_collectivities_default = {\n\t"a": a\n};',
        'var a = {\n"other": {}\n};\nvar aides_collectivities_default = {\n\t"a": a\n};',
    ],
)
def test_a_data_file_that_is_more_than_plain_assignments_is_refused(broken):
    with pytest.raises(Invalid, match="rules_package_unreadable"):
        package.givers(broken)


@pytest.mark.parametrize("missing", ["package.json", "dist/data-Ab12.js", "publicodes-build/aides-velo.model.json"])
def test_a_folder_that_misses_a_file_is_refused_by_name(tmp_path, missing):
    (rule_packages.write(tmp_path) / missing).unlink()
    with pytest.raises(Invalid) as refusal:
        package.read(tmp_path)
    assert refusal.value.params["file"]


def test_a_file_beyond_measure_is_not_read(tmp_path, monkeypatch):
    rule_packages.write(tmp_path)
    monkeypatch.setattr(package, "MOST_BYTES", 10)
    with pytest.raises(Invalid):
        package.read(tmp_path)
