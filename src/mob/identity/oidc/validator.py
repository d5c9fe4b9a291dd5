"""The toolkit's validator, bent to this house: who calls is proved before, what is stored is ours, scopes are each
client's own. One instance serves one request, and knows its caller, its moment and how the call is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError

from mob.identity.models import Client
from mob.identity.oidc import claims, clients, links, tokens
from mob.identity.oidc.claims_parameter import SCOPE_OF, scopes_of
from mob.identity.oidc.reasons import Reason
from mob.identity.oidc.tokens import Source, Told
from mob.identity.oidc.usage import Call
from mob.identity.oidc_types import ClientView, Scope
from mob.kernel import clock


class Validator(OAuth2Validator):
    """Answers what oauthlib asks at the token endpoint."""

    def __init__(self, caller: Client | None = None, now: datetime | None = None, call: Call | None = None) -> None:
        self._caller, self._now, self._call = caller, now or clock.now(), call
        self._source: Source | None = None
        # What our own part refused; oauthlib says the rest by its errors.
        self.fault: Reason | None = None

    # Who calls.

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        request.client = self._caller
        return self._caller is not None

    def authenticate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        return False

    def validate_grant_type(self, client_id: str, grant_type: str, client: Client, *args: Any, **kwargs: Any) -> bool:
        """A code for those people sign in with; a refresh where standing links are; itself for a program."""
        is_program = client.authorization_grant_type == Client.GRANT_CLIENT_CREDENTIALS
        if grant_type == "refresh_token":
            is_open = Scope.OFFLINE in client.scope.split()
        else:
            is_open = is_program == (grant_type == "client_credentials")
        self.fault = None if is_open else Reason.GRANT_CLOSED
        return is_open

    # A code.

    def validate_code(self, client_id: str, code: str, client: Client, request: Any, *args: Any, **kwargs: Any) -> bool:
        row = tokens.spend_code(code, client, self._counted(), now=self._now)
        if isinstance(row, Reason):
            self.fault = row
            return False
        request.user, request.scopes, request.grant_row = row.user, row.scope.split(), row
        self._source = Source(
            row.id,
            row.link,
            row.auth_time,
            row.is_strong,
            session_key=row.session_key,
            nonce=row.nonce,
            told=Told.of(row),
        )
        return True

    def get_code_challenge(self, code: str, request: Any) -> str:
        challenge: str = request.grant_row.code_challenge
        self.fault = Reason.VERIFIER_WRONG if request.code_verifier else Reason.VERIFIER_MISSING  # unless it fits
        return challenge

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return "S256"

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        return True

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Client, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        is_same = bool(redirect_uri == request.grant_row.redirect_uri)
        self.fault = None if is_same else Reason.REDIRECT_DIFFERS
        return is_same

    def get_default_redirect_uri(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """None: the address is said again with the code (OpenID Connect Core §3.1.3.1)."""
        self.fault = Reason.REDIRECT_DIFFERS

    def invalidate_authorization_code(self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any) -> None:
        """`validate_code` spent it already, in the same statement that read it."""

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Any) -> str:
        return self._source.nonce if self._source else ""

    # A refresh.

    def validate_refresh_token(
        self, refresh_token: str, client: Client, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        row = tokens.judge_refresh(refresh_token, client, now=self._now)
        if isinstance(row, Reason):
            self.fault = row
            return False
        request.user, request.refresh_row = row.user, row
        assert row.token_family is not None
        self._source = Source(
            row.token_family,
            row.link,
            row.auth_time,
            row.is_strong,
            generation=row.generation + 1,
            refreshed=row,
        )
        return True

    def get_original_scopes(self, refresh_token: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        """What was allowed then, less what the person took back since."""
        row = request.refresh_row
        return [scope for scope in row.scope.split() if scope in row.link.scope.split()]

    def refresh_id_token(self, request: Any) -> bool:
        return True

    # A program for itself.

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Client, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        is_open = set(scopes) <= set(client.scope.split())
        self.fault = None if is_open else Reason.SCOPE_CLOSED
        return is_open

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        scopes: list[str] = request.client.scope.split()
        return scopes

    # What is handed out.

    def get_id_token(self, token: Mapping[str, str], token_handler: Any, request: Any) -> str:
        assert self._source is not None
        client, told = clients.view(request.client), self._source.told
        return claims.id_token(
            request.user.id,
            client,
            more=self._claims(request.user.id, client, told.claims & SCOPE_OF.keys(), frozenset(request.scopes)),
            acr=told.acr,
            auth_time=self._source.auth_time,
            is_strong=self._source.is_strong,
            nonce=self._source.nonce,
            access_token=token["access_token"],
            now=self._now,
        )

    def _claims(
        self, user_id: UUID, client: ClientView, names: frozenset[str], allowed: frozenset[str]
    ) -> dict[str, Any]:
        """The claims asked for one by one, where she allows the scope that gives them. Kept as a reading."""
        assert self._source is not None
        scopes = scopes_of(names) & allowed & frozenset(self._source.link.scope.split())
        if not scopes:
            return {}
        links.record_reading(self._source.link.id, scopes, now=self._now)
        told = claims.of_person(user_id, client, scopes)
        return {name: value for name, value in told.items() if name in names}

    def save_bearer_token(self, token: dict[str, str], request: Any, *args: Any, **kwargs: Any) -> None:
        with self._counted():
            is_kept = tokens.store(token, request.client, self._source, now=self._now)
        if not is_kept:
            self.fault = Reason.CODE_ENDED
            raise InvalidGrantError(request=request)

    def _counted(self) -> AbstractContextManager[None]:
        assert self._call is not None, "only a caller that proved who it is comes here"
        return self._call.counted()
