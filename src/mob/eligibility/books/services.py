"""Bringing in a package of rules: its book kept, its aids put in step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from mob.catalogue import services as catalogue
from mob.catalogue.services import FollowReport
from mob.eligibility.books.offers import Offered, offered
from mob.eligibility.books.package import Package
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid
from publicodes import Engine, PublicodesError

Progress = Callable[[int, int], None]
# What people read instead of the name of the package.
_TITLES = {"@betagouv/aides-velo": "base nationale des aides au vélo"}
_PAGE = "https://www.npmjs.com/package/"


def import_package(
    actor: Actor,
    package: Package,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> FollowReport:
    """Keep the package's rules and make its aids say what they say. `dry_run` does it all and undoes it.

    Raises Invalid("rules_package_unreadable") when its rules are not in the language, Forbidden.
    """
    try:
        model = Engine.from_texts([(package.name, package.rules)]).model
    except PublicodesError as error:
        raise Invalid("rules_package_unreadable", file="*.model.json") from error
    found = offered(package, model)
    if not dry_run:
        report = _kept(actor, package, found, now=now, progress=progress)
    else:
        with transaction.atomic():
            report = replace(_kept(actor, package, found, now=now, progress=progress), is_dry_run=True)
            transaction.set_rollback(True)
    return replace(report, unplaced=found.unplaced)


def _kept(actor: Actor, package: Package, found: Offered, *, now: datetime, progress: Progress) -> FollowReport:
    catalogue.keep_book(
        actor,
        name=_TITLES.get(package.name, package.name),
        edition=package.edition,
        licence=package.licence,
        source_url=_PAGE + package.name,
        text=package.rules,
        places=found.spelling.names,
        now=now,
    )
    return catalogue.follow_book(
        actor, source=package.name, edition=package.edition, offers=found.offers, now=now, progress=progress
    )
