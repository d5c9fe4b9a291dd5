"""The facts that the rules of publication need, fetched: the funder's, and which territories exist. Decides nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from mob.catalogue import rules
from mob.catalogue.contents import content_of
from mob.catalogue.models import Aid, AidVersion
from mob.catalogue.ports import RuleDesk
from mob.catalogue.types import AidContent, FunderFacts, Problem, TerritoryCode
from mob.directory import selectors as directory
from mob.directory.types import FunderKind, FunderView
from mob.geography import selectors as geography
from mob.kernel.errors import NotFound
from mob.kernel.ports import serve


def publication_problems_of(version: AidVersion, *, aid: Aid, today: date) -> tuple[Problem, ...]:
    """Why this version cannot be shown to people. Empty: it can."""
    return problems_for(content_of(version), funder_id=aid.funder_id, today=today)


def problems_for(content: AidContent, *, funder_id: UUID, today: date) -> tuple[Problem, ...]:
    """The same for a content not stored yet. Raises NotFound when the funder does not exist."""
    funder = directory.funder(funder_id)
    if funder is None:
        raise NotFound("funder_not_found")
    unknown = [territory for territory in content.territories if not _exists(territory)]
    found = rules.publication_problems(content, funder=funder_facts(funder), unknown=unknown, today=today)
    return (*found, *serve(RuleDesk).problems(content, funder_id=funder_id, today=today))  # type: ignore[type-abstract]


def funder_facts(funder: FunderView) -> FunderFacts:
    """In a demonstration only invented funders receive applications: nobody may believe she applied to a real one."""
    return FunderFacts(
        is_public=funder.kind is not FunderKind.EMPLOYER,
        receives=funder.is_invented or not settings.ENV.shows_demo,
        has_contact=bool(funder.contact_address or funder.contact_phone),
    )


def _exists(territory: TerritoryCode) -> bool:
    return geography.territory_name(territory.kind, territory.code) is not None
