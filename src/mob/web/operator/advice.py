"""For each refusal of a call: what happened, and what to do, as an integrator reads it at midnight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mob.identity.oidc.reasons import Reason


@dataclass(frozen=True, slots=True)
class Advice:
    """`what` happened, and what `to_do`."""

    what: Any
    to_do: Any


_AGAIN = _("Start a new authorization request.")
ADVICE: Mapping[str, Advice] = {
    Reason.SECRET_WRONG: Advice(
        _("The secret is not the right one"),
        _("Compare its first characters with those listed here; make another if in doubt."),
    ),
    Reason.SECRET_ENDED: Advice(
        _("A secret that has ended was sent"), _("One of your servers still uses the old one: give it the new one.")
    ),
    Reason.OTHER_PROOF: Advice(
        _("The client proved itself in another way than registered"),
        _("Use the way shown on the client's page: Basic header, form, or signed proof."),
    ),
    Reason.TWO_PROOFS: Advice(
        _("Two proofs at once, or two names"), _("Send either the Basic header or the form, with one client_id.")
    ),
    Reason.ASSERTION_SIGNATURE: Advice(
        _("The signed proof does not verify"),
        _("Check its kid and alg: the key must be listed here and must not have ended."),
    ),
    Reason.ASSERTION_CLAIMS: Advice(
        _("The signed proof is not for us"),
        _("iss and sub are your client_id, aud is the issuer or the token endpoint, and jti is there."),
    ),
    Reason.ASSERTION_TIME: Advice(
        _("The signed proof is too old, or its end too far"),
        _("exp within five minutes; check the clock of your server."),
    ),
    Reason.ASSERTION_TWICE: Advice(
        _("The same signed proof came twice"), _("Make another for each call, with a new jti.")
    ),
    Reason.CLIENT_WAITING: Advice(
        _("The client waits for the platform"), _("Try in the sandbox meanwhile; you are told here once it is open.")
    ),
    Reason.CLIENT_CLOSED: Advice(
        _("The client is closed"), _("Stop the program that still calls, or register another client.")
    ),
    Reason.GRANT_UNSUPPORTED: Advice(
        _("This grant_type does not exist here"), _("Use authorization_code, refresh_token or client_credentials.")
    ),
    Reason.GRANT_CLOSED: Advice(
        _("This grant_type is not open to the client"),
        _("A refresh needs the scope offline_access; client_credentials needs a program."),
    ),
    Reason.CODE_UNKNOWN: Advice(
        _("The code is unknown, or another client's"),
        _("Exchange the code as it came, with the client that asked for it."),
    ),
    Reason.CODE_LATE: Advice(
        _("The code was older than a minute"), _("Exchange it at once, on your server, before anything else.")
    ),
    Reason.CODE_TWICE: Advice(
        _("The code was exchanged twice"), _("A retry or two tabs: exchange once. All that came from it has ended.")
    ),
    Reason.CODE_ENDED: Advice(_("The person ended the link meanwhile"), _AGAIN),
    Reason.VERIFIER_WRONG: Advice(
        _("code_verifier does not match code_challenge"),
        _("Keep the verifier with the state: BASE64URL(SHA256(verifier)), without padding."),
    ),
    Reason.VERIFIER_MISSING: Advice(_("code_verifier is missing"), _("Send it with the code (RFC 7636).")),
    Reason.REDIRECT_DIFFERS: Advice(
        _("redirect_uri is not the one of the authorization request"),
        _("Send the very same one with the code, to the letter."),
    ),
    Reason.REFRESH_UNKNOWN: Advice(
        _("The refresh token is unknown"), _("Keep the last one you were given: each serves once.")
    ),
    Reason.REFRESH_LATE: Advice(_("The refresh token was not used for 90 days"), _AGAIN),
    Reason.REFRESH_TWICE: Advice(
        _("A refresh token was used twice"),
        _("Two of your processes share it: lock around the refresh. The person was told."),
    ),
    Reason.REFRESH_ENDED: Advice(
        _("The person ended the link"),
        _("Forget her tokens; the back-channel logout or the webhook tells you at once."),
    ),
    Reason.SCOPE_CLOSED: Advice(
        _("A scope is not open to this client"), _("Ask for those listed on its page, or have another added.")
    ),
    Reason.REQUEST_WRONG: Advice(
        _("A parameter is missing or said twice"), _("Compare your form with the one shown under “Plug in”.")
    ),
    Reason.TOKEN_DEAD: Advice(
        _("An access token that has ended was sent"), _("It lives fifteen minutes: refresh before, at expires_in.")
    ),
    Reason.SCOPE_MISSING: Advice(
        _("The token lacks the scope of this call"), _("Ask for the scope, and look at what the person allowed.")
    ),
    Reason.REDIRECT_UNKNOWN: Advice(
        _("redirect_uri is not registered"),
        _("Copy it to the letter from the client's page: host, port, path, final slash."),
    ),
    Reason.PARAMETER_TWICE: Advice(_("A parameter was said twice"), _("Say each once in the authorization address.")),
    Reason.PARAMETER_WRONG: Advice(
        _("A parameter cannot be read"),
        _("state and nonce hold 500 characters at most; prompt and max_age as OpenID says."),
    ),
    Reason.RESPONSE_TYPE: Advice(_("response_type is not code"), _("Use the authorization code flow, with PKCE.")),
    Reason.CHALLENGE_MISSING: Advice(
        _("code_challenge is missing or not S256"),
        _("PKCE is compulsory: send code_challenge and code_challenge_method=S256."),
    ),
    Reason.SCOPE_OPENID: Advice(_("The scope openid is missing"), _("Add openid to scope.")),
    Reason.UNSUPPORTED: Advice(
        _("request, request_uri or registration was sent"), _("Send plain parameters: these are not supported.")
    ),
    Reason.MINUTE_QUOTA: Advice(
        _("The quota of a minute is spent"), _("Wait as Retry-After says, and spread your calls.")
    ),
    Reason.DAY_QUOTA: Advice(
        _("The quota of the day is spent"), _("Write to the platform if your service needs more.")
    ),
    Reason.ADDRESS_REFUSED: Advice(
        _("Your address said no, or is never called"), _("It must be https, public, and answer 2xx.")
    ),
    Reason.SERVICE_AWAY: Advice(
        _("Your service did not answer 2xx"), _("We try again, less and less often; look at its logs at that time.")
    ),
}
UNKNOWN = Advice(_("The call was refused"), _("Read the answer's body: it says why."))


def advice(reason: str) -> Advice:
    """What an integrator is told of a refusal; an edge may have reasons of its own."""
    return ADVICE.get(reason, UNKNOWN)
