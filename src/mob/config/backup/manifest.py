"""What lies in a back-up: names of its entries and the manifest that closes it. Pure, apart from reading JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

FORMAT = "mob-backup/1"
MANIFEST = "manifest.json"
HEADS = "heads.txt"
DATABASE = {"sqlite": "database/sqlite.db", "postgresql": "database/postgres.dump"}
HOME, VAULT = "home/", "vault/"
# Files of the home folder without which what is restored cannot be used or checked. Folders end with a slash.
HOME_FILES = ("secret", "manifest-key.json", "oidc-keys.json", "demo-keys/", "erasures.jsonl")


class NotABackup(Exception):
    """The file was opened, and is not a whole back-up. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One member of the archive. `size` in bytes, `sha256` in hex, both of the clear content."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last member of the archive.

    `removed_meanwhile`: documents that the database still names, whose object a person removed while the back-up ran.
    """

    made_at: datetime
    mob: str
    python: str
    vendor: str
    server: str
    public_url: str
    migrations: tuple[str, ...]
    counts: dict[str, int]
    facts: int
    streams: int
    removed_meanwhile: tuple[str, ...]
    entries: tuple[Entry, ...]

    def to_json(self) -> str:
        content = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(content, ensure_ascii=False, indent=1)


def parse(text: str) -> Manifest:
    """Raises NotABackup."""
    try:
        content = json.loads(text)
        if content.pop("format") != FORMAT:
            raise NotABackup("this back-up has a format that this version does not know: install a newer one")
        content["made_at"] = datetime.fromisoformat(content["made_at"])
        content["entries"] = tuple(Entry(**entry) for entry in content["entries"])
        for name in ("migrations", "removed_meanwhile"):
            content[name] = tuple(content[name])
        return Manifest(**content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotABackup("the manifest of this back-up cannot be read") from error


def differences(manifest: Manifest, found: dict[str, tuple[int, str]]) -> list[str]:
    """What the archive holds and the manifest does not say, or says otherwise; a sentence each."""
    listed = {entry.name: (entry.size, entry.sha256) for entry in manifest.entries}
    told = [f"{name} is missing" for name in sorted(listed.keys() - found.keys())]
    told += [f"{name} is not listed" for name in sorted(found.keys() - listed.keys())]
    return told + [
        f"{name} was changed" for name in sorted(listed.keys() & found.keys()) if listed[name] != found[name]
    ]
