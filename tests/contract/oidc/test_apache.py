"""Apache with mod_auth_openidc, as Debian packages it: a page behind a sign-in, refreshes, refusals, both ways out."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from mob.journal.runner import run_due
from mob.kernel import clock
from tests.contract.oidc.conftest import Person
from tests.factories.provider import Service, service
from tests.faults.installation import free_port, until

pytestmark = [pytest.mark.apache, pytest.mark.django_db(transaction=True)]
_MODULES = "/usr/lib/apache2/modules"
_CONFIGURATION = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
ErrorLog {folder}/errors
User www-data
Group www-data
Listen 127.0.0.1:{port}
StartServers 1
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule auth_openidc_module {modules}/mod_auth_openidc.so
DocumentRoot {folder}/site
OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCProviderBackChannelLogoutSupported On
OIDCClientID {client_id}
OIDCClientSecret {secret}
OIDCRedirectURI {here}/retour
OIDCCryptoPassphrase {secret}
OIDCScope "openid email offline_access"
OIDCPKCEMethod S256
OIDCRemoteUserClaim email
OIDCInfoHook access_token userinfo id_token
<Location />
    AuthType openid-connect
    Require valid-user
</Location>
"""


class Site:
    """Apache's page, and the person's browser at it."""

    def __init__(self, here: str) -> None:
        self.here = here
        self._visit = requests.Session()

    def get(self, where: str) -> requests.Response:
        full = where if where.startswith("http") else self.here + where
        return self._visit.get(full, allow_redirects=False, timeout=20)

    def leads(self, where: str) -> str:
        response = self.get(where)
        assert response.status_code == 302, (response.status_code, response.text[:500])
        return response.headers["Location"]

    @property
    def info(self) -> dict[str, object]:
        said: dict[str, object] = self.get("/retour?info=json").json()
        return said

    @property
    def shows(self) -> bool:
        return self.get("/").status_code == 200


@pytest.fixture
def folder() -> Iterator[Path]:
    """Readable by Apache's own user, which the folders of tests are not."""
    made = Path(tempfile.mkdtemp(prefix="mob-apache-"))
    made.chmod(0o755)
    (made / "site").mkdir()
    (made / "site" / "index.html").write_text("Bienvenue", encoding="utf-8")
    yield made
    shutil.rmtree(made)


@pytest.fixture
def app(person: Person) -> Service:
    here = f"http://localhost:{free_port()}"
    return service(
        person.browser,
        redirect_uris=(f"{here}/retour",),
        post_logout_redirect_uris=(f"{here}/",),
        backchannel_logout_uri=f"{here}/retour?logout=backchannel",
        scopes=("openid", "email", "offline_access"),
        required=("openid", "email", "offline_access"),
    )


@pytest.fixture
def site(issuer: str, app: Service, folder: Path) -> Iterator[Site]:
    here = app.redirect_uri.removesuffix("/retour")
    said = {"folder": folder, "modules": _MODULES, "issuer": issuer, "here": here, "port": here.rpartition(":")[2]}
    text = _CONFIGURATION.format(client_id=app.client_id, secret=app.secret, **said)
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    command = ["/usr/sbin/apache2", "-X", "-f", str(folder / "apache.conf")]
    with subprocess.Popen(command, cwd=folder) as process:
        port = int(str(said["port"]))
        until(lambda: _listens(port, process))
        yield Site(here)
        process.terminate()


def _listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "Apache stopped"
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_a_page_behind_apache_goes_all_the_way(site: Site, person: Person) -> None:
    back = person.allows(site.leads("/"), [])
    assert site.leads(back) == f"{site.here}/"
    assert site.shows
    before = site.info
    assert before["userinfo"]["email"] == "samira@exemple.fr"  # type: ignore[index]
    token = str(before["access_token"])
    refreshed = site.leads(f"/retour?refresh={quote(site.here + '/', safe='')}&access_token={token}")
    assert "error_code" not in refreshed
    assert site.info["access_token"] != token
    assert site.get(back).status_code != 200, "a code and a state serve once"
    asked = site.leads(f"/retour?logout={quote(site.here + '/', safe='')}")
    assert person.leaves(asked) == f"{site.here}/"
    assert not site.shows
    assert not person.is_signed_in


def test_once_she_ended_the_link_apache_refreshes_nothing(site: Site, person: Person) -> None:
    site.get(person.allows(site.leads("/"), []))
    token = site.info["access_token"]
    person.ends_the_link()
    refreshed = site.leads(f"/retour?refresh={quote(site.here + '/', safe='')}&access_token={token}")
    assert "error_code=refresh_failed" in refreshed


def test_apache_is_told_that_she_ended_the_link(site: Site, person: Person) -> None:
    """Back-channel logout: its session ends though her browser never came by."""
    site.get(person.allows(site.leads("/"), []))
    assert site.shows
    person.ends_the_link()
    run_due(now=clock.now())
    assert not site.shows
