"""What a demonstration leaves behind that real people must never meet: accounts whose passwords a page has shown."""

from __future__ import annotations

from django.conf import settings

from mob.config.demo.people import CARDS
from mob.identity import selectors as identity


def problem() -> str:
    """Why this database cannot serve real people, in a sentence; empty when it can. Asks the database."""
    if not settings.ENV.is_production:
        return ""
    found = next((card.email for card in CARDS if identity.user_by_email(card.email)), "")
    if not found:
        return ""
    return (
        f"this database holds the demonstration ({found}), whose passwords and keys were shown to everybody: "
        "start production with an empty one (MOB_HOME, MOB_DATABASE_URL)"
    )
