"""The provider's keys on this host: rotating them, and what `mob doctor` says of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from mob.integrations.token_keys import FileTokenKeys
from mob.kernel import clock

OLD = timedelta(days=400)


def rotate() -> str:
    """New keys; the name of the RSA one. Raises PortUnavailable when there were none."""
    return FileTokenKeys(settings.ENV.home).rotate(now=clock.now())


def made_at() -> datetime:
    """When those in use were made. Raises PortUnavailable."""
    return FileTokenKeys(settings.ENV.home).made_at()
