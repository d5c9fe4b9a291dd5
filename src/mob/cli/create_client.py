"""Register a service that people link to their account, or a program, with the OpenID Connect provider.

The secret is shown once. A client that signs instead of holding a secret gives its public keys with --jwks.

  mob create-client --id covoit --name "Covoit du Tilleul" --operator "Tilleul SAS" \\
      --redirect-uri https://covoit.exemple.fr/retour --scope profile --scope offline_access
  mob create-client --id covoit-app --name "Covoit" --operator "Tilleul SAS" --public --native \\
      --redirect-uri com.exemple.covoit:/retour
  mob create-client --id covoit-serveur --name "Covoit" --operator "Tilleul SAS" --service-account \\
      --scope incentives_list

With --partner, it belongs to a partner of the platform, whose people look after it at /operateur/.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mob.cli.terminal import Stop, say

if TYPE_CHECKING:
    from mob.identity.oidc_types import NewClient

HELP = "register a service with the OpenID Connect provider"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--id", required=True, help="its client_id: 3 to 60 lower-case letters, digits, - _ .")
    parser.add_argument("--name", help="the service, as people read it (default: the id)")
    parser.add_argument("--operator", help="who runs it, as people read it (default: the name)")
    several: dict[str, Any] = {"action": "append", "default": []}
    parser.add_argument("--redirect-uri", metavar="URI", help="where people come back; may be repeated", **several)
    parser.add_argument("--post-logout-redirect-uri", metavar="URI", help="where they land signed out", **several)
    parser.add_argument("--scope", help="what it may ask for; may be repeated (openid is always there)", **several)
    parser.add_argument("--required-scope", metavar="SCOPE", help="what it cannot do without", **several)
    parser.add_argument("--homepage", default="", metavar="URL", help="shown in people's accounts")
    parser.add_argument("--sector", default="", help="clients of one sector know people by the same number")
    parser.add_argument("--public", action="store_true", help="it keeps no secret: a page or a telephone")
    parser.add_argument("--native", action="store_true", help="with --public: installed on the person's own device")
    parser.add_argument("--service-account", action="store_true", help="it acts for itself, no person signs in")
    parser.add_argument("--jwks", type=Path, metavar="FILE", help="its public keys: it signs instead of a secret")
    parser.add_argument("--sign-with", choices=["RS256", "ES256"], default="RS256", help="how its ID tokens are signed")
    parser.add_argument("--signed-userinfo", action="store_true", help="userinfo comes as a signed JWT")
    parser.add_argument("--backchannel-logout-uri", default="", metavar="URI", help="told when a link or session ends")
    parser.add_argument(
        "--legal-basis", default="", metavar="REFERENCE", help="without one it never learns names or birth dates"
    )
    parser.add_argument("--partner", default="", metavar="SLUG", help="the partner it belongs to, with its console")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(options: argparse.Namespace) -> int:
    from mob.directory.services import create_for_partner
    from mob.identity.oidc import clients
    from mob.kernel import clock
    from mob.kernel.actor import Actor
    from mob.kernel.errors import MobError
    from mob.kernel.texts import text_of

    try:
        if options.partner:
            made = create_for_partner(Actor.system(), slug=options.partner, new=_asked(options), now=clock.now())
        else:
            made = clients.create_client(Actor.system(), _asked(options), now=clock.now())
    except MobError as error:
        raise Stop(text_of(error.code, "en", **error.params)) from error
    if options.json:
        said = {"client_id": made.client_id, "client_secret": made.secret, "issuer": clients.issuer()}
        say(json.dumps({name: value for name, value in said.items() if value}))
        return 0
    say(f"Client   {made.client_id}\nIssuer   {clients.issuer()}")
    if made.secret:
        say(f"Secret   {made.secret}\n\nThe secret is not kept and will not be shown again.")
    return 0


def _asked(options: argparse.Namespace) -> NewClient:
    from mob.identity.oidc_types import NewClient, Scope, Signing

    always = [] if options.service_account else [Scope.OPENID.value]
    scopes = [*always, *(scope for scope in options.scope if scope not in always)]
    required = [*always, *(scope for scope in options.required_scope if scope not in always)]
    name = options.name or options.id
    return NewClient(
        client_id=options.id,
        name=name,
        operator=options.operator or name,
        redirect_uris=tuple(options.redirect_uri),
        post_logout_redirect_uris=tuple(options.post_logout_redirect_uri),
        scopes=tuple(dict.fromkeys([*scopes, *required])),
        required=tuple(required),
        homepage=options.homepage,
        sector=options.sector,
        is_public=options.public,
        is_native=options.native,
        is_service_account=options.service_account,
        signing=Signing(options.sign_with),
        signs_userinfo=options.signed_userinfo,
        backchannel_logout_uri=options.backchannel_logout_uri,
        legal_basis=options.legal_basis,
        jwks=_keys(options.jwks) if options.jwks else {},
    )


def _keys(path: Path) -> dict[str, Any]:
    """A JSON Web Key Set, of public keys alone."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        keys = found["keys"]
        is_public = keys and all(isinstance(key, dict) and not {"d", "k"} & set(key) for key in keys)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stop(f"{path} is not a JSON Web Key Set") from error
    if not is_public:
        raise Stop(f"{path} must hold public keys, and nothing private")
    return {"keys": keys}
