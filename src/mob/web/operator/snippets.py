"""Commands and code to copy, filled with a client's own values. Pure. The tutorial's test runs the same steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext_lazy as _

from mob.identity.oidc_types import OFFERED, ClientView, TokenAuth

# The pair of RFC 7636, appendix B: good for a trial by hand, never for a real request.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and the command that does it."""

    title: Any
    text: Any
    command: str


def addresses(issuer: str) -> list[tuple[str, str]]:
    """What a library may ask by name, when it does not read the discovery document."""
    names = ("authorize", "token", "userinfo", "jwks", "revoke", "introspect", "logout")
    return [("issuer", issuer), *((name, f"{issuer}/oidc/{name}") for name in names)]


def steps(client: ClientView, issuer: str) -> Sequence[Step]:
    """From nothing to data, with curl."""
    first = Step(
        _("Read the discovery document"),
        _("A library needs this address alone."),
        f"curl {issuer}/.well-known/openid-configuration",
    )
    if client.is_service_account:
        token = _post(issuer, client, {"grant_type": "client_credentials", "scope": " ".join(sorted(client.scopes))})
        return [first, Step(_("Ask for a token"), _("The program acts for itself."), token)]
    return [first, *_code_steps(client, issuer)]


def _code_steps(client: ClientView, issuer: str) -> list[Step]:
    exchange = {
        "grant_type": "authorization_code",
        "code": "CODE",
        "redirect_uri": _redirect(client),
        "code_verifier": VERIFIER,
    }
    return [
        Step(
            _("Open this address in a browser"),
            _("Sign in, decide: the browser is led to your redirect address, with a code good for a minute."),
            authorization(client, issuer),
        ),
        Step(
            _("Exchange the code"), _("Put the code that came in the place of CODE."), _post(issuer, client, exchange)
        ),
        Step(
            _("Read what the person allowed"),
            _("Put the access_token in the place of TOKEN. It lives fifteen minutes."),
            f'curl {issuer}/oidc/userinfo -H "Authorization: Bearer TOKEN"',
        ),
    ]


def authorization(client: ClientView, issuer: str) -> str:
    """The address that begins a link. `state` and `nonce` are made anew by a real service at each request."""
    asked = {
        "client_id": client.client_id,
        "redirect_uri": _redirect(client),
        "response_type": "code",
        "scope": " ".join(scope for scope in OFFERED if scope in client.scopes),
        "state": "etat-1",
        "nonce": "nonce-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{issuer}/oidc/authorize?{urlencode(asked, quote_via=quote)}"


def _redirect(client: ClientView) -> str:
    return client.redirect_uris[0] if client.redirect_uris else ""


def _post(issuer: str, client: ClientView, form: dict[str, str]) -> str:
    """A form of the token endpoint, proved as this client proves itself."""
    proof, said = [], dict(form)
    if client.token_auth is TokenAuth.SECRET:
        proof = [f'  -u "{client.client_id}:SECRET"']
    elif client.token_auth is TokenAuth.NONE:
        said["client_id"] = client.client_id
    else:
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        said |= {"client_assertion_type": kind, "client_assertion": "JWT"}
    lines = [f'  --data-urlencode "{name}={value}"' for name, value in said.items()]
    return " \\\n".join([f"curl {issuer}/oidc/token", *proof, *lines])


def openid_client(client: ClientView, issuer: str) -> str:
    """The same with openid-client 6, for Node."""
    if client.is_service_account:
        return ""
    known = {
        TokenAuth.SECRET: f'await oidc.discovery(new URL("{issuer}"), "{client.client_id}", process.env.MOB_SECRET)',
        TokenAuth.NONE: f'await oidc.discovery(new URL("{issuer}"), "{client.client_id}", undefined, oidc.None())',
        TokenAuth.KEY: f'await oidc.discovery(new URL("{issuer}"), "{client.client_id}", undefined,\n'
        "  oidc.PrivateKeyJwt(privateKey))",
    }[client.token_auth]
    scope = " ".join(scope for scope in OFFERED if scope in client.scopes)
    return f"""import * as oidc from "openid-client";

const config = {known};
const verifier = oidc.randomPKCECodeVerifier(), state = oidc.randomState();
const address = oidc.buildAuthorizationUrl(config, {{
  redirect_uri: "{_redirect(client)}",
  scope: "{scope}",
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
}});
// Lead the browser to `address`; then, at your redirect address:
const tokens = await oidc.authorizationCodeGrant(config, currentUrl,
  {{ pkceCodeVerifier: verifier, expectedState: state }});
const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
"""
