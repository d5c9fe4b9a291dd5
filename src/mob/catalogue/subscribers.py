"""What the catalogue does when something happens below it: a funder that changes its name, or says who its people
are, changes what is found and by whom.
"""

from __future__ import annotations

from django.db import transaction

from mob.catalogue.services.publish import move_catalogue
from mob.directory.events import AffiliationRulesChanged, FunderEdited
from mob.journal.types import FactView, Subscriber


def _funder_edited(fact: FactView) -> None:
    """Doing it again only makes indexes read again."""
    if {"name", "kind"}.intersection(fact.data.get("fields", ("kind",))):
        with transaction.atomic():
            move_catalogue()


def subscribers() -> list[Subscriber]:
    return [
        Subscriber(
            "catalogue.funder_names", frozenset({FunderEdited.kind, AffiliationRulesChanged.kind}), _funder_edited
        )
    ]
