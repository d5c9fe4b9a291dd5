"""The signed list of what was sent: a JWS (ES256, compact) made by the platform at each submission. Pure.

Anyone holds a funder's public key, so encryption alone proves no origin. The manifest does: it names every container by
its SHA-256, so a file added, dropped, swapped or changed is seen before anything is shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from joserfc import jwk, jws
from joserfc.errors import JoseError

from mob.documents.jwk import thumbprint
from mob.documents.types import Scan
from mob.kernel.errors import Invalid

TYPE = "mob-manifest+jws"
MAX_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a manifest. `sha256` (hex) and `size` (bytes) are the container's."""

    document_id: UUID
    sha256: str
    size: int
    proof_type: str
    scan: Scan


@dataclass(frozen=True, slots=True)
class Manifest:
    owner_id: UUID
    at: datetime
    entries: tuple[Entry, ...]

    def accepts(self, document_id: UUID, container: bytes) -> bool:
        """Whether this very container is the one that was sent as that document."""
        digest = hashlib.sha256(container).hexdigest()
        known = (e for e in self.entries if e.document_id == document_id)
        return any(e.sha256 == digest and e.size == len(container) for e in known)


def sign(manifest: Manifest, private_jwk: Mapping[str, str]) -> str:
    """The manifest as a compact JWS."""
    header = {"alg": "ES256", "kid": thumbprint(private_jwk), "typ": TYPE}
    payload = json.dumps(_claims(manifest), separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, _key(private_jwk), algorithms=["ES256"])


def verify(text: str, public_jwk: Mapping[str, str], owner_id: UUID) -> Manifest:
    """The manifest of that owner, when the platform signed it. Raises Invalid("manifest_not_genuine")."""
    try:
        if len(text) > MAX_BYTES:
            raise ValueError("too long")
        signed = jws.deserialize_compact(text.encode("ascii"), _key(public_jwk), algorithms=["ES256"])
        manifest = _read(json.loads(signed.payload))
        if signed.headers().get("typ") != TYPE or manifest.owner_id != owner_id:
            raise ValueError("another manifest")
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid("manifest_not_genuine") from error
    return manifest


def _key(jwk_members: Mapping[str, str]) -> jwk.ECKey:
    return jwk.ECKey.import_key(dict(jwk_members))


def _claims(manifest: Manifest) -> dict[str, Any]:
    return {
        "v": 2,
        "app": str(manifest.owner_id),
        "at": _moment(manifest.at),
        "documents": [_entry_claims(entry) for entry in manifest.entries],
    }


def _entry_claims(entry: Entry) -> dict[str, Any]:
    scan = entry.scan
    return {
        "doc": str(entry.document_id),
        "sha256": entry.sha256,
        "size": entry.size,
        "proof_type": entry.proof_type,
        "scan": {"engine": scan.engine, "db": scan.database, "date": _moment(scan.at), "result": "clean"},
    }


def _read(claims: Any) -> Manifest:
    if claims["v"] != 2:
        raise ValueError("another version")
    entries: Sequence[Entry] = [_read_entry(item) for item in claims["documents"]]
    if len({entry.document_id for entry in entries}) != len(entries):
        raise ValueError("a document comes twice")
    return Manifest(UUID(claims["app"]), datetime.fromisoformat(claims["at"]), tuple(entries))


def _read_entry(claims: Any) -> Entry:
    scan = claims["scan"]
    if scan["result"] != "clean":
        raise ValueError("not clean")
    report = Scan(scan["engine"], scan["db"], datetime.fromisoformat(scan["date"]))
    return Entry(UUID(claims["doc"]), claims["sha256"], claims["size"], claims["proof_type"], report)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
