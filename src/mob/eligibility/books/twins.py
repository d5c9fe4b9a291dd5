"""Aids we ship in words of our own that a book also holds: they take its rule, and are not told twice.

By the import key of ours. Any other two aids of one territory are two aids: whoever keeps the catalogue judges.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_BICYCLES = {
    "aides . ile de france": "aides-velo:ile-de-france",
    "aides . occitanie": "aides-velo:occitanie",
    "aides . occitanie bonus forfait mobilité durable": "aides-velo:occitanie-fmd",
    "aides . grand est": "aides-velo:grand-est",
    "aides . ardèche": "aides-velo:ardeche",
    "aides . département somme situation handicap": "aides-velo:somme",
    "aides . lyon": "aides-velo:lyon",
    "aides . strasbourg": "aides-velo:strasbourg",
    "aides . toulouse": "aides-velo:toulouse",
    "aides . metropole-rouen-normandie": "aides-velo:rouen",
    "aides . montpellier vae occasion": "aides-velo:montpellier-occasion",
    "aides . grand reims": "aides-velo:grand-reims",
    "aides . grenoble": "aides-velo:grenoble",
    "aides . paris": "aides-velo:paris",
    "aides . lille": "aides-velo:lille",
    "aides . colmar": "aides-velo:colmar",
}
TWINS: Final[Mapping[str, Mapping[str, str]]] = {"@betagouv/aides-velo": _BICYCLES}
