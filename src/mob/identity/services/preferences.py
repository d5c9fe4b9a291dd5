"""How a person wants to be written to."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mob.identity.events import PreferencesChanged
from mob.identity.models import User
from mob.identity.permissions import person
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid


def change_preferences(actor: Actor, *, language: str, courtesy_mails: bool, now: datetime) -> None:
    """Language of pages and mails, and whether courtesy mails are sent. Decisions and security notices always are."""
    user_id = person(actor)
    if language not in dict(settings.LANGUAGES):
        raise Invalid("language_unknown", "language")
    with transaction.atomic():
        User.objects.filter(id=user_id).update(language=language, courtesy_mails=courtesy_mails)
        fact = PreferencesChanged(language, courtesy_mails)
        journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)
