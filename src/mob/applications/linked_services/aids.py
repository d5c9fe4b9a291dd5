"""The catalogue through the eyes of a person: the aids anybody finds, those of her own employers, and what each gives her.

The verdict is the simulator's on what her account holds (where she lives, her age). A service is told the outcome and
the amounts; the reasons would tell what she is, and stay on her pages.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from mob.applications.linked_services.rights import person_of
from mob.applications.linked_services.types import AidsQuery, HerAid, HerAidWhole, Standing
from mob.catalogue import search
from mob.catalogue import selectors as catalogue
from mob.catalogue.search import Hit, SearchQuery
from mob.eligibility import facts, simulation
from mob.eligibility.simulation import Situation
from mob.identity.oidc_types import Scope
from mob.identity.selectors import profile_of
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Refused

_EVERY_AID = 100_000


def aids(actor: Actor, query: AidsQuery, *, day: date, after: str = "", limit: int) -> list[HerAid]:
    """The aids of a query in the order of their addresses, those after `after`. Raises Forbidden."""
    user_id = person_of(actor, Scope.AIDS)
    asked = SearchQuery(commune=query.commune or None, modes=query.modes, page_size=_EVERY_AID)
    found = [hit for hit in search.find(asked, day=day, actor=actor).hits if _is_asked(hit, query, after)]
    page = sorted(found, key=lambda hit: hit.document.slug)[:limit]
    standings = _standings(actor, user_id, day=day) if page else {}
    return [HerAid(hit, standings.get(hit.document.slug)) for hit in page]


def aid(actor: Actor, slug: str, *, day: date, language: str) -> HerAidWhole:
    """One published aid. Raises NotFound, the same for one reserved to the people of an employer that is not hers."""
    user_id = person_of(actor, Scope.AIDS)
    view = catalogue.published(slug, language=language, actor=actor)
    if view is None:
        raise NotFound("aid_unknown")
    return HerAidWhole(view, _standings(actor, user_id, day=day, aid=slug).get(slug))


def commune_of(actor: Actor) -> str:
    """The commune of her profile, for a service that asks for the aids where she lives. Raises Refused without one."""
    commune = profile_of(Actor.system(), person_of(actor, Scope.AIDS)).commune
    if not commune:
        raise Refused("api_no_commune")
    return commune


def _is_asked(hit: Hit, query: AidsQuery, after: str) -> bool:
    document = hit.document
    return document.slug > after and query.funder_id in (None, document.funder_id)


def _standings(actor: Actor, user_id: UUID, *, day: date, aid: str = "") -> dict[str, Standing]:
    """By address. Nothing where she did not say where she lives: an aid is of a place."""
    profile = profile_of(Actor.system(), user_id)
    if not profile.commune:
        return {}
    known = facts.of_person(birth_date=profile.birth_date, commune=None, on=day)
    found = simulation.run(Situation(profile.commune, tuple(known.items()), aid), day=day, actor=actor)
    every = (*found.eligible, *found.undetermined, *found.ineligible)
    return {each.document.slug: Standing(each.outcome, each.amount, each.up_to) for each in every}
