"""What the end of the service means for accounts: everybody is told, then everybody is erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from mob.identity.models import User
from mob.identity.permissions import check_is_system
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.services import leaving
from mob.kernel import ports
from mob.kernel.actor import Actor


def tell_everybody_of_closing(actor: Actor, *, last_day: date) -> int:
    """Owe a mail to every account, in the caller's transaction. Returns how many."""
    check_is_system(actor)
    mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
    told = 0
    context = {"last_day": last_day.isoformat()}
    for key, email, language in _people().values_list("id", "email", "language").iterator(1000):
        mailer.send(AccountMail.SERVICE_CLOSING, email, language, context, person=key)
        told += 1
    return told


def erase_everybody(actor: Actor, *, keeps: Callable[[UUID], bool], now: datetime) -> None:
    """Empty every account but those to keep, one transaction each, without a mail: they were told. Ends sessions."""
    check_is_system(actor)
    for key in list(_people().values_list("id", flat=True)):
        if not keeps(key):
            with transaction.atomic():
                leaving.empty(Actor.citizen(key), now=now)
    Session.objects.all().delete()


def count_people(actor: Actor, *, keeps: Callable[[UUID], bool]) -> int:
    """Accounts that still tell of somebody, those to keep apart."""
    check_is_system(actor)
    return sum(not keeps(key) for key in _people().values_list("id", flat=True))


def _people() -> QuerySet[User]:
    return User.objects.filter(deleted_at=None).order_by("id")
