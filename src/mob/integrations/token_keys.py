"""Keys of the OpenID provider in a file of the home folder: made at first start, readable by us alone, rotated.

A key that was replaced stays published for a day: what it signed lives five minutes, and clients keep our list an hour.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mob.documents import jwk
from mob.kernel import clock
from mob.kernel.ports import PortUnavailable

NAME = "oidc-keys.json"
KEPT = timedelta(days=1)
_OURS = ("retires_at", "made_at")


class FileTokenKeys:
    """Serves `identity.ports.TokenKeys`. The file is read again when it changed: a rotation needs no restart."""

    def __init__(self, home: Path) -> None:
        self._path = home / NAME
        self._seen: tuple[int, int] = (0, 0)
        self._keys: list[dict[str, Any]] = []

    def make(self) -> None:
        """Make the keys where there are none. Two processes at once end with the same ones."""
        if self._path.exists():
            return
        draft = self._draft(_fresh())
        try:
            os.link(draft, self._path)  # unlike a rename, it never replaces the other's
        except FileExistsError:
            pass
        finally:
            draft.unlink()

    def rotate(self, *, now: datetime) -> str:
        """New keys sign from now on; returns the `kid` of the RSA one. Those replaced stay published for a day."""
        kept = [key for key in self._read() if not key.get("retires_at") or _moment(key) > now]
        retired = [{"retires_at": (now + KEPT).isoformat(), **key} for key in kept]
        fresh = _fresh()
        os.replace(self._draft([*fresh, *retired]), self._path)
        return str(fresh[0]["kid"])

    def private(self, alg: str) -> Mapping[str, str]:
        for key in self._read():
            if key["alg"] == alg and "retires_at" not in key:
                return {name: value for name, value in key.items() if name not in _OURS}
        raise PortUnavailable(f"{self._path} holds no key for {alg}: run `mob migrate`")

    def published(self) -> Sequence[Mapping[str, str]]:
        now = clock.now()
        live = [key for key in self._read() if "retires_at" not in key or _moment(key) > now]
        return [jwk.public_part({k: v for k, v in key.items() if k not in _OURS}) for key in live]

    def made_at(self) -> datetime:
        """When the keys in use were made. Raises PortUnavailable."""
        return datetime.fromisoformat(next(key["made_at"] for key in self._read() if "retires_at" not in key))

    def _read(self) -> list[dict[str, Any]]:
        """Raises PortUnavailable when the keys were never made or cannot be read."""
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_ino)
            if seen != self._seen:
                self._keys = json.loads(self._path.read_text(encoding="ascii"))["keys"]
                self._seen = seen
        except (OSError, ValueError, KeyError) as error:
            raise PortUnavailable(f"{self._path} cannot be read: run `mob migrate`") from error
        return self._keys

    def _draft(self, keys: list[dict[str, Any]]) -> Path:
        draft = self._path.with_name(f"{NAME}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            json.dump({"keys": keys}, file)
            file.flush()
            os.fsync(file.fileno())
        return draft


def _fresh() -> list[dict[str, Any]]:
    _public, rsa = jwk.make_rsa_pair()
    made = {"made_at": clock.now().isoformat()}
    return [{**rsa, "alg": "RS256", "use": "sig", **made}, {**jwk.make_ec_key(), **made}]


def _moment(key: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(key["retires_at"])
