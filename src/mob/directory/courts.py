"""Which administrative court a public funder's decisions are brought before: that of the département of its seat.

Seats and territories: Code de justice administrative, art. R221-3, as in force since 9 November 2015; the court of the
seat of the authority that decided: art. R312-1. Codes of départements and territories: INSEE. Pure; no table.
"""

from __future__ import annotations

import re

_SEATS: dict[str, str] = {
    "Amiens": "02 60 80",
    "Bastia": "2A 2B",
    "Besançon": "25 39 70 90",
    "Bordeaux": "24 33 47",
    "Caen": "14 50 61",
    "Cergy-Pontoise": "92 95",
    "Châlons-en-Champagne": "08 10 51 52",
    "Clermont-Ferrand": "03 15 43 63",
    "Dijon": "21 58 71 89",
    "Grenoble": "26 38 73 74",
    "Lille": "59 62",
    "Limoges": "19 23 36 87",
    "Lyon": "01 07 42 69",
    "Marseille": "04 05 13",
    "Melun": "77 94",
    "Montpellier": "11 34 66",
    "Montreuil": "93",
    "Nancy": "54 55 88",
    "Nantes": "44 49 53 72 85",
    "Nice": "06",
    "Nîmes": "30 48 84",
    "Orléans": "18 28 37 41 45",
    "Paris": "75",
    "Pau": "32 40 64 65",
    "Poitiers": "16 17 79 86",
    "Rennes": "22 29 35 56",
    "Rouen": "27 76",
    "Strasbourg": "57 67 68",
    "Toulon": "83",
    "Toulouse": "09 12 31 46 81 82",
    "Versailles": "78 91",
    "Basse-Terre": "971",
    "Fort-de-France": "972",
    "Cayenne": "973",
    "Saint-Denis": "974",
    "Saint-Pierre": "975",
    "Mamoudzou": "976",
    "Saint-Barthélemy": "977",
    "Saint-Martin": "978",
    "Mata-Utu": "986",
    "Papeete": "987",
    "Nouméa": "988",
}
SEAT_OF = {department: seat for seat, departments in _SEATS.items() for department in departments.split()}
_POSTCODE = re.compile(r"(?<![0-9])([0-9]{5})(?![0-9])")
# La Poste gives these a number of Guadeloupe.
_ISLANDS = {"97133": "977", "97150": "978"}


def court_of(address: str) -> str:
    """The seat of the court for a postal address, by its last postcode; empty when none can be told."""
    postcodes = _POSTCODE.findall(address)
    return SEAT_OF.get(department_of(postcodes[-1]), "") if postcodes else ""


def department_of(postcode: str) -> str:
    """The département of a postcode. Corsica is 200 and 201 in the South, 202 and 206 in the North."""
    if postcode in _ISLANDS:
        return _ISLANDS[postcode]
    if postcode.startswith("20"):
        return "2A" if postcode[:3] in ("200", "201") else "2B"
    return postcode[:3] if postcode[:2] in ("97", "98") else postcode[:2]
