"""The sealed container of a proof, media type `application/mob-doc+jwe`: JWE General JSON (RFC 7516 §7.2.1). Pure.

One key and one nonce a document, A256GCM; RSA-OAEP-256 for each recipient; the `aad` member binds the document to its
owner, its funder and its place, so that a file moved to another application does not open. The format is written down
in `docs/reference/document-format.md`. What proves where a container comes from is the manifest, not this module.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe
from joserfc import jwk as joserfc_jwk
from joserfc.errors import JoseError

from mob.documents.jwk import b64u, rsa_public_key, thumbprint, unb64u
from mob.documents.types import Binding
from mob.kernel.errors import Invalid

MEDIA_TYPE = "application/mob-doc+jwe"
MAX_CONTAINER_BYTES = 14_500_000  # 10 MB of file is 13.4 MB of base64url, and sixteen recipients
MAX_RECIPIENTS = 16
ALGORITHMS = ("RSA-OAEP-256", "A256GCM")
_TYPE = "mob-doc+jwe"
_MEMBERS = {"protected", "aad", "recipients", "iv", "ciphertext", "tag"}
_OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


class _Registry(jwe.JWERegistry):
    """joserfc's limits, raised to ours: its default of 64 KiB is smaller than a photograph."""

    max_ciphertext_length = MAX_CONTAINER_BYTES
    max_encrypted_key_length = 2048


def seal(content: bytes, media_type: str, *, binding: Binding, recipients: Sequence[Mapping[str, Any]]) -> bytes:
    """The container of a file, readable by each recipient (public RSA JWKs).

    Written directly on AES and RSA, byte for byte what a JWE library writes: 2 MB takes milliseconds instead of tens.
    Raises ValueError for a key that cannot be used or when there is nobody to encrypt to.
    """
    if not 0 < len(recipients) <= MAX_RECIPIENTS:
        raise ValueError(f"between 1 and {MAX_RECIPIENTS} recipients, not {len(recipients)}")
    protected = b64u(_compact({"enc": "A256GCM", "typ": _TYPE, "cty": media_type}))
    aad = b64u(_compact(binding_claims(binding)))
    key, nonce = AESGCM.generate_key(256), os.urandom(12)
    sealed = memoryview(AESGCM(key).encrypt(nonce, content, protected + b"." + aad))
    head = {
        "protected": protected.decode(),
        "aad": aad.decode(),
        "recipients": [_recipient(jwk, key) for jwk in recipients],
        "iv": b64u(nonce).decode(),
    }
    start = _compact(head)[:-1] + b',"ciphertext":"'
    return b"".join((start, b64u(sealed[:-16]), b'","tag":"', b64u(sealed[-16:]), b'"}'))


def _recipient(jwk: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    wrapped = rsa_public_key(jwk).encrypt(key, _OAEP)
    header = {"alg": "RSA-OAEP-256", "kid": thumbprint(jwk)}
    return {"header": header, "encrypted_key": b64u(wrapped).decode()}


def open_(container: bytes, private_jwk: Mapping[str, Any], expected: Binding) -> tuple[bytes, str]:
    """(content, media type) of a container, for the holder of a private key: command line, demo and tests.

    Raises Invalid: `container_unreadable` (not our format, or another algorithm), `container_not_for_key`,
    `container_misplaced` (sealed for another place), `container_changed` (a bit was flipped).
    """
    message = parse(container)
    kid = thumbprint(private_jwk)
    mine = [item for item in message["recipients"] if item["header"]["kid"] == kid]
    if len(mine) != 1:
        raise Invalid("container_not_for_key")
    if json.loads(unb64u(message["aad"])) != binding_claims(expected):
        raise Invalid("container_misplaced")
    key = joserfc_jwk.RSAKey.import_key({k: v for k, v in private_jwk.items() if k not in ("use", "alg")})
    try:
        opened = jwe.decrypt_json(message | {"recipients": mine}, key, registry=_Registry(algorithms=list(ALGORITHMS)))
    except (JoseError, ValueError) as error:
        raise Invalid("container_changed") from error
    return opened.plaintext or b"", str(opened.protected["cty"])


def parse(container: bytes) -> Any:
    """The members of a well-formed container. Raises Invalid("container_unreadable") for anything out of the format."""
    try:
        if len(container) > MAX_CONTAINER_BYTES:
            raise ValueError("too long")
        message = json.loads(container, object_pairs_hook=_without_duplicates)
        _check_members(message)
        _check_protected(json.loads(unb64u(message["protected"]), object_pairs_hook=_without_duplicates))
        json.loads(unb64u(message["aad"]), object_pairs_hook=_without_duplicates)
        for recipient in message["recipients"]:
            _check_recipient(recipient)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid("container_unreadable") from error
    return message


def _check_members(message: Any) -> None:
    if set(message) != _MEMBERS or not 0 < len(message["recipients"]) <= MAX_RECIPIENTS:
        raise ValueError("wrong members")
    if len(unb64u(message["iv"])) != 12 or len(unb64u(message["tag"])) != 16:
        raise ValueError("wrong nonce or tag")
    unb64u(message["ciphertext"])


def _check_protected(header: Any) -> None:
    if set(header) != {"enc", "typ", "cty"} or header["enc"] != "A256GCM" or header["typ"] != _TYPE:
        raise ValueError("wrong protected header")


def _check_recipient(recipient: Any) -> None:
    header = recipient["header"]
    if set(recipient) != {"header", "encrypted_key"} or set(header) != {"alg", "kid"}:
        raise ValueError("wrong recipient")
    if header["alg"] != "RSA-OAEP-256":
        raise ValueError("algorithm not allowed")
    unb64u(recipient["encrypted_key"])


def kids(container: bytes) -> tuple[str, ...]:
    """Whom a container is sealed to. Raises Invalid("container_unreadable")."""
    return tuple(item["header"]["kid"] for item in parse(container)["recipients"])


def bound_to(container: bytes) -> Binding:
    """What a container says it is sealed to: true only once it has been opened. Raises Invalid."""
    claims = json.loads(unb64u(parse(container)["aad"]))
    try:
        ids = (UUID(claims["doc"]), UUID(claims["app"]), UUID(claims["fnd"]))
        return Binding(*ids, claims["n"], claims["of"], datetime.fromisoformat(claims["at"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Invalid("container_unreadable") from error


def binding_claims(binding: Binding) -> dict[str, Any]:
    """The `aad` member before encoding, in the order of the format. `at` is UTC to the second."""
    return {
        "v": 2,
        "doc": str(binding.document_id),
        "app": str(binding.owner_id),
        "fnd": str(binding.funder_id),
        "n": binding.number,
        "of": binding.of,
        "at": binding.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _compact(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode()


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member comes twice")
    return members
