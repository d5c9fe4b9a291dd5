"""What the provider forgets by the clock: failures after thirty days, counts after a year, what services were told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mob.identity.models import ClientCredential, SubjectAlias, WebhookCall
from mob.identity.oidc import failures, usage

_PROOFS_KEPT = failures.KEPT * 3


def sweep(payload: Mapping[str, Any], now: datetime) -> None:
    """Task, every day. Safe to run twice."""
    failures.forget(now)
    usage.forget(now)
    WebhookCall.objects.filter(happened_at__lt=now - failures.KEPT).delete()
    SubjectAlias.objects.filter(user__deleted_at__lt=now - failures.KEPT).delete()
    ClientCredential.objects.filter(ends_at__lt=now - _PROOFS_KEPT).delete()
