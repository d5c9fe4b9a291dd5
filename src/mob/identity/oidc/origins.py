"""Origins of the pages that hold a public client: read from the addresses it registered, never from what is asked."""

from __future__ import annotations

from mob.identity.models import Client
from mob.identity.oidc.redirects import web_origin

_LONGEST = 300


def is_of_public_client(origin: str) -> bool:
    """Whether an open public client of the web registered an address of this very origin. One query."""
    if len(origin) > _LONGEST or not origin.startswith(("https://", "http://")) or "\0" in origin:
        return False
    public = Client.objects.filter(client_type=Client.CLIENT_PUBLIC, is_native=False, closed_at=None)
    registered = public.values_list("redirect_uris", flat=True)
    return any(web_origin(uri) == origin for uris in registered for uri in uris.split("\n"))
