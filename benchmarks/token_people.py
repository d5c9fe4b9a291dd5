"""Registers a service and a program, makes people who linked the service, and prints what signs them in. Run by
`benchmarks.tokens` in the environment of the installation measured: `python -m benchmarks.token_people COUNT PASSWORDS`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from datetime import datetime
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mob.config.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402

from mob.identity import services as identity  # noqa: E402
from mob.identity.oidc import clients, keeping, links, tokens  # noqa: E402
from mob.identity.oidc.limits import MOST, QuotaKind  # noqa: E402
from mob.identity.oidc_types import AuthorizationRequest, ClientView, MadeClient, NewClient, Scope, SignIn  # noqa: E402
from mob.kernel import clock  # noqa: E402
from mob.kernel.actor import Actor  # noqa: E402

CALLBACK, VERIFIER, PASSWORD = "http://localhost:9/retour", "v" * 43, "Un mot de passe mesuré 2026 !"
_SCOPES = (Scope.OPENID, Scope.OFFLINE)


def challenge() -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def registered(now: datetime) -> tuple[MadeClient, MadeClient]:
    """A service of people, and a program that acts for itself, with the highest quotas there are."""
    system = Actor.system()
    fields = {"name": "Mesure", "operator": "Mesure", "redirect_uris": (CALLBACK,)}
    service = NewClient("mesure", scopes=_SCOPES, required=_SCOPES, **fields)  # type: ignore[arg-type]
    program = NewClient(
        "mesure-programme", "Mesure", "Mesure", scopes=(Scope.AIDS,), required=(), is_service_account=True
    )
    made = clients.create_client(system, service, now=now), clients.create_client(system, program, now=now)
    for each in made:
        keeping.set_quotas(system, each.id, dict.fromkeys(QuotaKind, MOST), now=now)
    return made


def code(user_id: UUID, client: ClientView, now: datetime) -> str:
    """What the person's browser brings back once she agreed."""
    said = {"asked": _SCOPES, "chosen": _SCOPES, "text": "Oui.", "language": "fr"}
    link_id, scopes = links.allow(Actor.citizen(user_id), client, now=now, **said)  # type: ignore[arg-type]
    asked = AuthorizationRequest(client, CALLBACK, _SCOPES, "", "", challenge(), frozenset(), None, "")
    return tokens.make_code(asked, scopes, link_id, SignIn(user_id, now, False, ""), now=now)


def main() -> None:
    now = clock.now()
    with transaction.atomic():
        service, program = registered(now)
        client = clients.find(service.client_id)
        assert client is not None
        system = Actor.system()
        people = [identity.provision(system, email=f"jeton{n}@exemple.fr", now=now) for n in range(int(sys.argv[1]))]
        addresses = [f"passe{n}@exemple.fr" for n in range(int(sys.argv[2]))]
        for address in addresses:
            identity.provision(system, email=address, password=PASSWORD, now=now)
        said = {
            "service": [service.client_id, service.secret],
            "program": [program.client_id, program.secret],
            "codes": [code(user_id, client, now) for user_id in people],
            "addresses": addresses,
        }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
