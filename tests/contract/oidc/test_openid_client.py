"""A certified client that no one here wrote signs in, refreshes, reads, is refused what it should be, and signs out.

openid-client 6, on oauth4webapi and jose: every answer of ours goes through its checks (issuer, audience, nonce,
signature, `at_hash`, `iss` of the answer, `auth_time` against `max_age`).
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client as Browser
from pytest_django.live_server_helper import LiveServer

from tests.contract.publicodes.oracle import CACHE
from tests.factories.accounts import sign_in
from tests.factories.provider import CALLBACK, service
from tests.factories.world import World

pytestmark = [pytest.mark.npm, pytest.mark.django_db(transaction=True)]
PACKAGE = "openid-client@6.9.0"


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the package lies with the two it needs, fetched once a machine without running any script of theirs."""
    where = CACHE / PACKAGE
    if not (where / "node_modules" / "openid-client").exists():
        where.mkdir(parents=True, exist_ok=True)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix", str(where)]
        try:
            subprocess.run(["npm", "install", *quiet, PACKAGE], check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"npm: {PACKAGE} cannot be fetched ({type(error).__name__})")
    return where


@pytest.fixture
def issuer(live_server: LiveServer, settings: LazySettings) -> str:
    settings.ENV = dataclasses.replace(settings.ENV, public_url=live_server.url)
    return str(live_server.url)


def conversation(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def test_a_certified_client_goes_all_the_way(folder: Path, issuer: str, world: World) -> None:
    browser = sign_in(Browser(), world.person("samira@exemple.fr"))
    app = service(browser, post_logout_redirect_uris=(CALLBACK,))
    command = ["node", str(Path(__file__).with_name("party.mjs")), str(folder)]
    with subprocess.Popen(
        [*command, issuer, app.client_id, app.secret, CALLBACK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        told = conversation(process)
        query = next(told)["open"].partition("?")[2]
        answer = browser.post(f"/oidc/consent?{query}", {"decision": "yes", "scope": ["email", "offline_access"]})
        process.stdin.write(answer.headers["Location"] + "\n")
        process.stdin.flush()
        said = next(told)
    assert said["sub"] == said["refreshed"]
    assert said["email"] == "samira@exemple.fr"
    assert said["active"] is True
    assert said["mixed"] != "accepted"
    assert said["after"] == said["again"] == "invalid_grant"
    left = browser.get("/oidc/logout?" + said["leave"].partition("?")[2])
    assert left.headers["Location"] == CALLBACK
