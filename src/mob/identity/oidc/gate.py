"""Slowing down a network that fails to prove who it is, with the throttles of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from mob.identity.network import client_address, network_of
from mob.identity.services import throttling
from mob.identity.throttle import Limit

_FAILURES = Limit("oidc-client", 60, timedelta(minutes=10))


def count_failure(meta: Mapping[str, Any], *, now: datetime) -> None:
    """Count a wrong secret or proof. Raises Slowed. Those who prove who they are never pass here."""
    address = client_address(dict(meta), trusted=settings.ENV.trusted_proxies)
    throttling.spend([(_FAILURES, network_of(address))], code="oidc_slowed", now=now)
