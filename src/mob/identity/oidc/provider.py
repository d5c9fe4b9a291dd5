"""The token endpoint: oauthlib's machinery with three grants, and no other: code, refresh, a program for itself."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from oauthlib.oauth2.rfc6749.endpoints.token import TokenEndpoint
from oauthlib.oauth2.rfc6749.errors import OAuth2Error
from oauthlib.oauth2.rfc6749.grant_types import ClientCredentialsGrant
from oauthlib.oauth2.rfc6749.tokens import BearerToken
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant, RefreshTokenGrant

from mob.identity.models import Client
from mob.identity.oidc import callers, usage
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc.limits import QuotaKind
from mob.identity.oidc.usage import Call
from mob.identity.oidc.validator import Validator
from mob.identity.oidc_types import ACCESS_LIFE, Scope

ENDPOINT = "token"
GRANTS = ("authorization_code", "refresh_token", "client_credentials")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client is told: a status and JSON."""

    status: int
    body: Mapping[str, Any]


def exchange(authorization: str, form: Mapping[str, str], *, now: datetime) -> Answer:
    """Tokens for a code, a refresh token or a program's own proof; or an error of RFC 6749 §5.2.

    What is refused to a client that proved who it is, is counted with its reason. Raises QuotaSpent.
    """
    if "\0" in "".join(form.values()):
        return Answer(400, {"error": "invalid_request"})
    caller = callers.prove(authorization, form, endpoint=ENDPOINT, now=now)
    if form.get("grant_type") not in GRANTS:
        if caller is not None:
            record_failure(caller.id, ENDPOINT, Reason.GRANT_UNSUPPORTED, now)
        return Answer(400, {"error": "unsupported_grant_type" if form.get("grant_type") else "invalid_request"})
    if caller is None:
        return _answer(_endpoint(Validator(None, now)), form)
    with usage.counting(caller, QuotaKind.TOKEN, now=now) as call:
        return _exchanged(caller, call, form, now=now)


def _exchanged(caller: Client, call: Call, form: Mapping[str, str], *, now: datetime) -> Answer:
    validator = Validator(caller, now, call)
    answer = _answer(_endpoint(validator), form)
    if answer.status != HTTPStatus.OK:
        with call.counted():
            record_failure(caller.id, ENDPOINT, validator.fault or _reason(answer), now)
    return answer


def _answer(endpoint: TokenEndpoint, form: Mapping[str, str]) -> Answer:
    try:
        _headers, body, status = endpoint.create_token_response("/oidc/token", "POST", list(form.items()), {})
    except OAuth2Error as error:
        return Answer(error.status_code, dict(error.twotuples))
    return Answer(status, json.loads(body))


def _reason(answer: Answer) -> Reason:
    """What oauthlib refused by itself: a parameter that lacks or is said twice, or scopes it was not given."""
    return Reason.SCOPE_CLOSED if answer.body.get("error") == "invalid_scope" else Reason.REQUEST_WRONG


def _without_refresh(token: dict[str, str], token_handler: Any, request: Any) -> dict[str, str]:
    """A refresh token only where the person allowed a standing link."""
    if Scope.OFFLINE not in request.scopes:
        token.pop("refresh_token", None)
    return token


def _endpoint(validator: Validator) -> TokenEndpoint:
    code = AuthorizationCodeGrant(validator)
    code.register_token_modifier(_without_refresh)
    grants = {
        "authorization_code": code,
        "refresh_token": RefreshTokenGrant(validator),
        "client_credentials": ClientCredentialsGrant(validator),
    }
    bearer = BearerToken(
        validator,
        token_generator=lambda _request: secrets.token_urlsafe(32),
        expires_in=int(ACCESS_LIFE.total_seconds()),
    )
    return TokenEndpoint(default_grant_type="", default_token_type=bearer, grant_types=grants)
