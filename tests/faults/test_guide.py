"""The guide that puts a town online, followed to the letter in production: its settings, its commands, in its order.

Where the guide names things of its own machine (its mail server, its antivirus, its folders), this machine's stand in.
"""

from __future__ import annotations

import re
import shlex
import urllib.request
from pathlib import Path

import pytest

from tests.faults.installation import ROOT, Installation, until
from tests.faults.sink import Sink
from tests.services import CLAMAV_URL
from tests.unit.test_deploy import settings_of

pytestmark = [pytest.mark.slow, pytest.mark.clamav]
GUIDE = ROOT / "docs" / "how-to" / "put-it-online.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[list[str]]:
    """Each `mob …` that the guide types, in order."""
    return [
        shlex.split(line[6:]) for block in blocks("console") for line in block.splitlines() if line.startswith("$ mob ")
    ]


class Follower:
    """Types the guide's commands, with this machine's folders and key in place of the guide's."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation, self.folder = installation, folder
        (folder / "backups").mkdir()

    def type(self, words: list[str]) -> str:
        done = self.installation.mob(*(self._here(word) for word in words))
        assert done.returncode == 0, f"mob {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def _here(self, word: str) -> str:
        if word == "age1…":
            return (self.folder / "backup-key.txt").read_text().split()[3]
        if word.startswith("/srv/backups/mob-"):
            return str(next((self.folder / "backups").glob("*.age")))
        places = {"backup-key.txt": self.folder / "backup-key.txt", "/srv/backups": self.folder / "backups"}
        return str(places.get(word, word))


def test_every_command_of_the_guide_does_what_it_says(tmp_path: Path) -> None:
    with Sink() as sink:
        settings = settings_of(blocks("ini")[0]) | {"MOB_ANTIVIRUS_URL": CLAMAV_URL, "MOB_MAIL_URL": sink.url}
        settings.pop("MOB_HOME")
        public = settings.pop("MOB_PUBLIC_URL")
        with Installation(tmp_path / "home", **settings, MOB_PUBLIC_URL=public) as installation:
            follower, typed = Follower(installation, tmp_path), []
            for words in commands():
                typed.append(words[0])
                if words[0] == "serve":
                    installation.launch("serve")
                    until(installation.is_ready, 60)
                    assert through_the_proxy(installation, public) == 200
                else:
                    told = follower.type(words)
                    assert words[0] != "create-admin" or f"{public}/connexion/" in told
            assert {"migrate", "serve", "backup", "restore", "purge", "doctor", "upgrade-check"} <= set(typed)
            assert '"level": "ERROR"' not in (installation.home / "serve.log").read_text()


def through_the_proxy(installation: Installation, public: str) -> int:
    """The home page as the guide's proxy asks for it."""
    headers = {"Host": public.removeprefix("https://"), "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    request = urllib.request.Request(f"http://127.0.0.1:{installation.port}/", headers=headers)
    with urllib.request.urlopen(request, timeout=20) as reply:
        assert "max-age" in reply.headers["Strict-Transport-Security"]
        status: int = reply.status
    return status
