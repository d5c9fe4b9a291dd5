"""Nobody's and everybody's."""

from __future__ import annotations

from mob.editorial.types import Page
from tests.edge.access.rules import ABSENT, PUBLIC, act, page

ROWS = [
    page("", at="/"),
    page("communes", at="/communes?q=valmont"),
    page("composants"),
    act("langue", "/langue", PUBLIC, {"language": "en", "next": "/aide"}),
    *(page(each.value) for each in Page),
    page("statistiques"),
    page("statistiques.csv"),
    page("statistiques.json"),
    page("robots.txt"),
    page(".well-known/security.txt"),
    page("manifest.webmanifest"),
    page("demo/"),
    page("demo/cles/<str:name>", ABSENT, at="/demo/cles/cle.json"),
    page("demo/courriels/"),
    page("demo/courriels.json"),
    page("demo/courriels/<uuid:mail_id>", ABSENT, at="/demo/courriels/00000000-0000-0000-0000-000000000000"),
]
