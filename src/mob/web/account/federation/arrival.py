"""What is done with a sign-in from above while its tokens live: in the request of the callback, and nowhere else.

Each step takes what it needs and stores what it learns; none stores or logs a token. A step never fails the sign-in
for a component that is down: what could not be asked is asked at the next sign-in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from mob.identity.federation_types import ExternalSignIn
from mob.web.account.federation.agents import heed_organisation
from mob.web.account.federation.registers import ask_registers


def after_sign_in(
    request: HttpRequest, sign_in: ExternalSignIn, *, user_id: UUID, now: datetime, scopes: Iterable[str] = ()
) -> None:
    """The account that this identity opens is known and up to date. Steps run in this order.

    The person may still owe her second factor: nothing is shown here, and `request.user` may be nobody yet. `scopes`:
    what this attempt asked for besides the settings of the provider.
    """
    heed_organisation(request, sign_in, user_id=user_id, now=now)
    ask_registers(request, sign_in, user_id=user_id, scopes=scopes, now=now)
