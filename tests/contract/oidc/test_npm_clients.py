"""Certified clients that no one here wrote sign in, refresh, read, are refused what they should be, and sign out.

openid-client 6, and oauth4webapi 3 which it stands on, used alone with other choices (a key instead of a secret, ES256,
signed userinfo): every answer of ours goes through their checks (issuer, audience, nonce, signature, `at_hash`, `iss`
of the answer, `auth_time` against `max_age`).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from mob.identity.oidc_types import Signing
from tests.contract.oidc.conftest import Person
from tests.contract.publicodes.oracle import CACHE
from tests.factories.provider import CALLBACK, service

pytestmark = [pytest.mark.npm, pytest.mark.django_db(transaction=True)]
PACKAGES = ("openid-client@6.9.0", "oauth4webapi@3.8.8")
Registered = tuple[str, str]


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the packages lie with what they need, fetched once a machine without running any script of theirs."""
    where = CACHE / "+".join(PACKAGES)
    if not (where / "node_modules" / "oauth4webapi").exists():
        where.mkdir(parents=True, exist_ok=True)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(where)]
        try:
            subprocess.run(["npm", "install", *quiet, *PACKAGES], check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"npm: {PACKAGES} cannot be fetched ({type(error).__name__})")
    return where


def _with_a_secret() -> Registered:
    app = service(post_logout_redirect_uris=(CALLBACK,))
    return app.client_id, app.secret


def _with_a_key() -> Registered:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
    public = {"keys": [key.as_dict(private=False)]}
    app = service(post_logout_redirect_uris=(CALLBACK,), signing=Signing.ES256, signs_userinfo=True, jwks=public)
    return app.client_id, json.dumps(key.as_dict(private=True))


def _conversation(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


@pytest.mark.parametrize(("party", "register"), [("openid-client", _with_a_secret), ("oauth4webapi", _with_a_key)])
def test_a_certified_client_goes_all_the_way(
    folder: Path, issuer: str, person: Person, party: str, register: Callable[[], Registered]
) -> None:
    client_id, proof = register()
    script = Path(__file__).parent / "parties" / f"{party}.mjs"
    with subprocess.Popen(
        ["node", str(script), str(folder), issuer, client_id, proof, CALLBACK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        told = _conversation(process)
        back = person.allows(next(told)["open"], ["email", "offline_access"])
        process.stdin.write(back + "\n")
        process.stdin.flush()
        said = next(told)
    assert said["sub"] == said["refreshed"]
    assert said["email"] == "samira@exemple.fr"
    assert said["active"] is True
    assert said["mixed"] != "accepted"
    assert said["after"] == said["again"] == "invalid_grant"
    assert person.leaves(said["leave"]) == CALLBACK
    assert not person.is_signed_in
