"""Forgetting what no longer serves: spent codes and emptied throttles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mob.identity.models import ClaimCode, MailedCode, Throttle

# Long enough to look into an incident, short enough to keep no history of who signed in.
_KEPT = timedelta(days=1)


def sweep(payload: Mapping[str, Any], now: datetime) -> None:
    """Task, every hour. Safe to run twice."""
    MailedCode.objects.filter(expires_at__lt=now - _KEPT).delete()
    ClaimCode.objects.filter(expires_at__lt=now - _KEPT).delete()
    Throttle.objects.filter(expires_at__lt=now).delete()
