"""A signed proof of a client that is forged, borrowed, late, or shown twice proves nothing; nothing is fetched for it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client as Browser
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from mob.identity.models import User
from mob.identity.oidc import assertions
from mob.kernel import clock
from tests.factories.accounts import sign_in
from tests.factories.provider import Service, service, told
from tests.factories.world import key_pair

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(46)]
TOKEN = "http://localhost:8000/oidc/token"


@pytest.fixture
def app(person: User) -> Service:
    """A client that signs instead of sending a secret."""
    public, _private = key_pair("client")
    return service(sign_in(Browser(), person), jwks={"keys": [public | {"alg": "RS256"}]})


def claims_of(app: Service, **changes: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    said = {"iss": app.client_id, "sub": app.client_id, "aud": TOKEN, "jti": "j1", "iat": now, "exp": now + 60}
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def signed(claims: dict[str, Any], *, key: Any = None, **header: Any) -> str:
    _public, private = key_pair("client")
    said = {"alg": "RS256", "kid": private["kid"], **header}
    return jwt.encode(said, claims, key or RSAKey.import_key(private), algorithms=[said["alg"]])


def redeem(app: Service, assertion: str, **changes: str | None) -> Any:
    form = {"client_assertion": assertion, "client_assertion_type": assertions.TYPE, **changes}
    return app.redeem(app.code(), **form)


def test_a_signed_proof_is_enough_and_serves_once(app: Service) -> None:
    proof = signed(claims_of(app))
    assert redeem(app, proof).status_code == 200
    assert redeem(app, proof).status_code == 401
    assert (
        redeem(app, signed(claims_of(app, jti="j2", aud=["http://localhost:8000"])), client_id=None).status_code == 200
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://ailleurs.exemple.fr"},
        {"aud": None},
        {"iss": "autre"},
        {"sub": "autre"},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": 1},
        {"exp": float(10**300)},
        {"exp": True},
        {"exp": 32503680000},
        {"nbf": 32503680000},
        {"jti": None},
        {"jti": ["x"]},
        {"jti": "x" * 201},
    ],
)
def test_claims_that_are_not_for_us_now_prove_nothing(app: Service, changes: dict[str, Any]) -> None:
    form = {"client_assertion": signed(claims_of(app, **changes)), "client_assertion_type": assertions.TYPE}
    assert app.redeem("x", **form).status_code == 401


def _part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def forgeries(app: Service) -> dict[str, str]:
    claims, public = claims_of(app), key_pair("client")[0]
    other = key_pair("mechant")
    with_key = {"jwk": other[0], "jku": "https://mechant.example/jwks", "x5u": "https://mechant.example/x5u"}
    good = signed(claims)
    return {
        "none": f"{_part({'alg': 'none'})}.{_part(claims)}.",
        "None": f"{_part({'alg': 'None'})}.{_part(claims)}.",
        "HS256 with the public key": signed(claims, key=OctKey.import_key(public["n"].encode()), alg="HS256"),
        "another key": signed(claims, key=RSAKey.import_key(other[1])),
        "its own key": signed(claims, key=RSAKey.import_key(other[1]), kid=other[1]["kid"], jwk=with_key["jwk"]),
        "an address": signed(claims, key=RSAKey.import_key(other[1]), jku=with_key["jku"], x5u=with_key["x5u"]),
        "a path": signed(claims, key=RSAKey.import_key(other[1]), kid="../../etc/passwd"),
        "a question": signed(claims, key=RSAKey.import_key(other[1]), kid="' OR '1'='1"),
        "another kind": signed(claims, key=ECKey.generate_key("P-256"), alg="ES256"),
        "one bit": good[:-3] + ("A" if good[-3] != "A" else "B") + good[-2:],
        "not a number": f"{_part({'alg': 'RS256'})}.{_part(claims)[:-4]}.x",
        "a megabyte": "a" * 900_000,
        "an array": f"{_part({'alg': 'RS256'})}.{_part([1])}.x",
        "empty": "",
        "dots": "..",
    }


def test_a_forgery_proves_nothing_and_is_no_id_token_of_ours(app: Service) -> None:
    code = app.code()
    for name, forgery in forgeries(app).items():
        form = {"client_assertion": forgery, "client_assertion_type": assertions.TYPE}
        assert app.redeem(code, **form).status_code == 401, name
        assert app.redeem(code, **form, client_id=None).status_code == 401, name
        if 0 < len(forgery) < 5_000:
            assert told(app.ask(id_token_hint=forgery, prompt="none"))["error"] == "login_required", name
    assert redeem(app, signed(claims_of(app))).status_code == 200


def test_a_client_with_a_secret_proves_nothing_by_a_signature(person: User) -> None:
    app = service(sign_in(Browser(), person))
    form = {"client_assertion": signed(claims_of(app)), "client_assertion_type": assertions.TYPE, "client_secret": None}
    assert app.redeem(app.code(), **form).status_code == 401
