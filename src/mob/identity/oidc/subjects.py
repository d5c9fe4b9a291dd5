"""Who a person is to a service: another text for each sector (OpenID Connect Core §8.1), so that two never compare."""

from __future__ import annotations

import base64
from uuid import UUID

from django.utils.crypto import salted_hmac


def subject(user_id: UUID, *, sector: str) -> str:
    """The `sub` of this person for every client of the sector. It depends on the installation's secret."""
    keyed = salted_hmac("mob.identity.oidc.subject", f"{sector}\0{user_id}", algorithm="sha256")
    return base64.urlsafe_b64encode(keyed.digest()).rstrip(b"=").decode()
