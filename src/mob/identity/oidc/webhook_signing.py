"""Pure: how a message to a service is written and signed, as Standard Webhooks says (https://www.standardwebhooks.com).

`webhook-signature` is `v1,` and the HMAC-SHA256, in base64, of `id.timestamp.body`; during a change of secret there are
two, a space between them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PREFIX = "whsec_"


def secret(client_id: UUID, generation: int, *, of: str) -> str:
    """The secret of a client, derived from the installation's (HKDF, RFC 5869): there is none to steal in a database."""
    info = f"mob webhook {generation}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=client_id.bytes, info=info).derive(of.encode())
    return PREFIX + base64.b64encode(key).decode()


def body(kind: str, *, client_id: str, subject: str, at: datetime) -> bytes:
    """What is sent. `subject`: the `sub` that this very service knows; empty for a message of trial."""
    data = {"client_id": client_id} | ({"sub": subject} if subject else {})
    said = {"type": kind, "timestamp": at.isoformat(timespec="milliseconds"), "data": data}
    return json.dumps(said, separators=(",", ":")).encode()


def headers(secrets: Sequence[str], *, message_id: str, at: datetime, content: bytes) -> Mapping[str, str]:
    """The three headers. `at`: of this sending; a receiver refuses one that is minutes old."""
    stamp = str(int(at.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + content
    signatures = [f"v1,{_mac(each, signed)}" for each in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
        "Content-Type": "application/json",
    }


def _mac(key: str, signed: bytes) -> str:
    raw = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(raw, signed, hashlib.sha256)).decode()
