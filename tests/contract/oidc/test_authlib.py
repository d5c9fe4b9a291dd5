"""Authlib's client, as a Python service uses it: signs in, refreshes, reads, is refused, gives its token up."""

from __future__ import annotations

import secrets

import pytest
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.contract.oidc.conftest import Person
from tests.factories.provider import CALLBACK, service

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(issuer: str, monkeypatch: pytest.MonkeyPatch) -> OAuth2Session:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the provider of the tests speaks http, on the loopback
    app = service()
    return OAuth2Session(
        app.client_id,
        app.secret,
        scope="openid email offline_access",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic",
    )


def test_authlib_goes_all_the_way(issuer: str, person: Person, session: OAuth2Session) -> None:
    said = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    asked, state = session.create_authorization_url(said["authorization_endpoint"], nonce=nonce, code_verifier=verifier)
    back = person.allows(asked, ["email", "offline_access"])
    redeem = {"authorization_response": back, "code_verifier": verifier, "state": state}
    token = session.fetch_token(said["token_endpoint"], **redeem)
    claims = _verified(token, said, session.client_id, nonce)
    info = session.get(said["userinfo_endpoint"]).json()
    assert info == {"sub": claims["sub"], "email": "samira@exemple.fr", "email_verified": True}
    old = token["refresh_token"]
    fresh = session.refresh_token(said["token_endpoint"], refresh_token=old)
    assert fresh["refresh_token"] != old
    assert session.introspect_token(said["introspection_endpoint"], fresh["access_token"]).json()["active"] is True
    assert session.revoke_token(said["revocation_endpoint"], fresh["refresh_token"]).status_code == 200
    with pytest.raises(OAuthError, match="invalid_grant"):
        session.refresh_token(said["token_endpoint"], refresh_token=fresh["refresh_token"])
    with pytest.raises(OAuthError, match="invalid_grant"):
        session.fetch_token(said["token_endpoint"], **redeem)
    asked = f"{said['end_session_endpoint']}?id_token_hint={token['id_token']}"
    person.leaves(asked)
    assert not person.is_signed_in


def test_authlib_with_another_secret_is_nobody(issuer: str, person: Person, session: OAuth2Session) -> None:
    asked, state = session.create_authorization_url(f"{issuer}/oidc/authorize", code_verifier="v" * 48)
    back = person.allows(asked, [])
    session.client_secret = "0" * 64
    with pytest.raises(OAuthError, match="invalid_client"):
        session.fetch_token(f"{issuer}/oidc/token", authorization_response=back, code_verifier="v" * 48, state=state)


def _verified(token: dict[str, str], said: dict[str, str], client_id: str, nonce: str) -> CodeIDToken:
    """Authlib's own checks of an ID token (OpenID Connect Core §3.1.3.7)."""
    keys = KeySet.import_key_set(requests.get(said["jwks_uri"], timeout=10).json())
    found = jwt.decode(token["id_token"], keys, algorithms=["RS256"])
    rules = {"iss": {"essential": True, "values": [said["issuer"]]}, "aud": {"essential": True, "values": [client_id]}}
    wanted = {"nonce": nonce, "client_id": client_id, "access_token": token["access_token"]}
    claims = CodeIDToken(found.claims, found.header, rules, wanted)
    claims.validate()
    return claims
