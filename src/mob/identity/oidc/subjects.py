"""Who a person is to a service: another text for each sector (OpenID Connect Core §8.1), so that two never compare."""

from __future__ import annotations

import base64
from uuid import UUID

from django.utils.crypto import salted_hmac

from mob.identity.models import SubjectAlias


def subject(user_id: UUID, *, sector: str) -> str:
    """The `sub` of this person for every client of the sector: never another once it was given.

    It is made from the number of the account, or from that of an account brought into it which the sector knew before.
    It depends on the installation's secret.
    """
    keyed = salted_hmac("mob.identity.oidc.subject", f"{sector}\0{number(user_id, sector)}", algorithm="sha256")
    return base64.urlsafe_b64encode(keyed.digest()).rstrip(b"=").decode()


def number(user_id: UUID, sector: str) -> UUID:
    """The account whose number the sector knows this person by."""
    rows = SubjectAlias.objects.filter(user_id=user_id, sector=sector)
    return rows.values_list("number", flat=True).first() or user_id
