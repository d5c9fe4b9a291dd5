"""What rules can say before one starts: from the town in the address, else from the profile of who is signed in."""

from __future__ import annotations

from typing import Any

from mob.applications import verdicts as application_verdicts
from mob.catalogue.types import AidView
from mob.eligibility import facts
from mob.geography.types import Commune
from mob.identity import selectors as identity
from mob.identity.mandate_types import Power
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind
from mob.web import verdicts


def context(actor: Actor, aid: AidView, *, town: Commune | None = None) -> dict[str, Any]:
    """`verdict`, None when nothing is known or the aid computes nothing; `is_barred`: applying would be useless."""
    today = clock.civil_date(clock.now())
    known = _known(actor, town) if aid.rules else {}
    found = application_verdicts.of_anybody(aid, known, on=today) if known else None
    return {
        "verdict": verdicts.view(found, at_most=aid.max_amount) if found else None,
        "is_barred": application_verdicts.is_barred(aid, found),
    }


def _reads_profile(actor: Actor) -> bool:
    if actor.kind in (ActorKind.CITIZEN, ActorKind.ASSISTED):
        return True
    return actor.kind is ActorKind.HELPER and Power.APPLY.value in actor.scopes


def _known(actor: Actor, town: Commune | None) -> dict[str, Any]:
    """The town asked about, else the one of her profile. Not her age: the aid may be for a child."""
    commune = town.code if town else None
    if commune is None and _reads_profile(actor) and actor.subject_id is not None:
        commune = identity.profile_of(actor, actor.subject_id).commune
    return facts.of_person(birth_date=None, commune=commune, on=clock.civil_date(clock.now()))
