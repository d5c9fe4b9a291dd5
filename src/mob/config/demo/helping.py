"""Somebody who is helped, and somebody who is asked to help: the mandates of the demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.applications import services as applications
from mob.config.demo import stage
from mob.identity.mandate_types import Power, Side, Terms
from mob.identity.mandates import selectors, services
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date

_AID = "prime-covoiturage-valmont"


def tell(users: dict[str, UUID], now: datetime) -> None:
    """Zoé has helped Odette for a week and began an application for her; Odette asked Samira yesterday."""
    zoe, odette = Actor.citizen(users["zoe.oneill@exemple.fr"]), Actor.citizen(users["odette.lambert@exemple.fr"])
    then = now - timedelta(days=8)
    stage.introduce(odette, "Odette", "Lambert", "1948-05-17", "99V01", now=then)
    asked = services.ask_by_mail(zoe, side=Side.HELPER, email="odette.lambert@exemple.fr", terms=Terms(), now=then)
    services.accept(odette, mandate_id=asked.id, now=then + timedelta(hours=3))
    services.note_use(zoe, mandate_id=asked.id, is_begun=True, now=then + timedelta(hours=4))
    hat = selectors.acting(users["zoe.oneill@exemple.fr"], asked.id, on=civil_date(now))
    applications.start(hat, slug=_AID, language="fr", now=then + timedelta(hours=4))
    terms = Terms(frozenset({Power.READ, Power.ANSWER}), months=6)
    services.ask_by_mail(
        odette, side=Side.HELPED, email="samira.haddad@exemple.fr", terms=terms, now=now - timedelta(days=1)
    )
