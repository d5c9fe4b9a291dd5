"""The platform's signing key in a file of the home folder, made at first start, readable by us alone."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from mob.documents import jwk
from mob.kernel.ports import PortUnavailable

NAME = "manifest-key.json"


class FileSigningKey:
    """`make` is called by the commands that prepare a home; reading never makes anything."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME

    def make(self) -> None:
        """Make the key where there is none. Two processes at once end with one key."""
        if self._path.exists():
            return
        draft = self._path.with_name(f"{NAME}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump(jwk.make_ec_key(), file)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self._path)  # unlike a rename, it never replaces the other's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def private_jwk(self) -> dict[str, str]:
        """Raises PortUnavailable when the key was never made or cannot be read."""
        try:
            key: dict[str, str] = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise PortUnavailable(f"{self._path} cannot be read: run `mob migrate`") from error
        return key
