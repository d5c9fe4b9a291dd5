"""Somebody who said what she needs in order to travel."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.identity import services
from mob.identity.accessibility.profile import (
    AccessibilityProfile,
    Boarding,
    Communication,
    Need,
    Reach,
)
from mob.kernel.actor import Actor
from mob.web.account.accessibility import CONSENT

PROFILE = AccessibilityProfile(
    needs=(Need.AUDITORY_IMPAIRMENT, Need.RESTRICTED_MOBILITY),
    reach=Reach(steps=12, walk_m=400, stand_min=15),
    boarding=(Boarding.ARM,),
    communication=(Communication.WRITTEN,),
    note="Montrez-moi le quai, je lis sur les lèvres.",
)


def seed(user_id: UUID, *, now: datetime) -> None:
    citizen, then = Actor.citizen(user_id), now - timedelta(days=6)
    services.agree_to_accessibility(citizen, text=str(CONSENT), language="fr", now=then)
    services.keep_accessibility(citizen, profile=PROFILE, now=then + timedelta(minutes=4))
