"""Mandates for tests, made by the product's own use cases."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.identity import selectors as identity
from mob.identity import services as accounts
from mob.identity.mandate_types import Side, Terms
from mob.identity.mandates import selectors, services
from mob.identity.types import ProfileField
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from tests.factories.world import World


def person(world: World, first_name: str, family: str = "Morel") -> Actor:
    """Somebody with a name, a birth date and a town: what an ordinary aid needs."""
    actor = world.citizen()
    answers = {
        ProfileField.FIRST_NAME: first_name,
        ProfileField.BIRTH_NAME: family,
        ProfileField.BIRTH_DATE: "1950-02-03",
        ProfileField.COMMUNE: "99V01",
    }
    accounts.declare(actor, answers=answers, now=world.now)
    return actor


def asked(helper: Actor, helped: Actor, *, now: datetime, terms: Terms | None = None) -> UUID:
    """Asked by the helper, not answered yet."""
    assert helped.id
    email = identity.email_of(helped.id) or ""
    return services.ask_by_mail(helper, side=Side.HELPER, email=email, terms=terms or Terms(), now=now).id


def given(helper: Actor, helped: Actor, *, now: datetime, terms: Terms | None = None) -> UUID:
    """Asked by the helper and accepted by the one helped."""
    mandate = asked(helper, helped, now=now, terms=terms)
    services.accept(helped, mandate_id=mandate, now=now)
    return mandate


def hat(helper: Actor, mandate: UUID, *, now: datetime) -> Actor:
    """The helper as her requests carry her."""
    assert helper.id
    return selectors.acting(helper.id, mandate, on=civil_date(now))
