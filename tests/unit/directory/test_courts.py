"""The administrative court of a funder's seat."""

from __future__ import annotations

import pytest

from mob.directory.courts import SEAT_OF, court_of

METROPOLE = {f"{n:02d}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"}


def test_every_departement_has_one_court() -> None:
    assert set(SEAT_OF) == METROPOLE | OVERSEAS


def test_there_are_forty_two_courts() -> None:
    assert len(set(SEAT_OF.values())) == 42


@pytest.mark.parametrize(
    ("address", "seat"),
    [
        ("12 quai de l’Isère\n38950 Valmont-sur-Isère", "Grenoble"),
        ("20 rue Foch, 69003 Lyon", "Lyon"),
        ("1 cours Napoléon\n20000 Ajaccio", "Bastia"),
        ("97150 Marigot", "Saint-Martin"),
        ("97400 Saint-Denis", "Saint-Denis"),
        ("98800 Nouméa", "Nouméa"),
        ("BP 12345, 21000 Dijon", "Dijon"),
        ("sans code postal", ""),
        ("", ""),
    ],
)
def test_the_last_postcode_of_an_address_tells(address: str, seat: str) -> None:
    assert court_of(address) == seat
