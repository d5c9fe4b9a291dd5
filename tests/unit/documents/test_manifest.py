"""The signed list: only the platform makes one, and it names each container of one application."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from joserfc import jwk as joserfc_jwk
from joserfc import jws
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws

from mob.documents import jwk, manifest
from mob.documents.manifest import Entry, Manifest
from mob.documents.types import Scan
from mob.kernel.errors import Invalid

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
OWNER = UUID(int=2)
CONTAINER = b'{"protected":"..."}'
KEY = jwk.make_ec_key()
PUBLIC = jwk.public_part(KEY)
ENTRY = Entry(
    UUID(int=1), hashlib.sha256(CONTAINER).hexdigest(), len(CONTAINER), "quote", Scan("ClamAV 1.4", "27500", NOW)
)
MANIFEST = Manifest(OWNER, NOW, (ENTRY,))


def test_what_was_signed_is_read_back() -> None:
    assert manifest.verify(manifest.sign(MANIFEST, KEY), PUBLIC, OWNER) == MANIFEST


def test_another_library_reads_it() -> None:
    reader = jwcrypto_jws.JWS()
    reader.deserialize(manifest.sign(MANIFEST, KEY))
    reader.verify(jwcrypto_jwk.JWK(**PUBLIC), alg="ES256")
    assert json.loads(reader.payload) == {
        "v": 2,
        "app": str(OWNER),
        "at": "2026-03-11T09:20:00Z",
        "documents": [
            {
                "doc": str(ENTRY.document_id),
                "sha256": ENTRY.sha256,
                "size": ENTRY.size,
                "proof_type": "quote",
                "scan": {"engine": "ClamAV 1.4", "db": "27500", "date": "2026-03-11T09:20:00Z", "result": "clean"},
            }
        ],
    }


def test_only_the_very_container_that_was_sent_is_accepted() -> None:
    assert MANIFEST.accepts(ENTRY.document_id, CONTAINER)
    assert not MANIFEST.accepts(ENTRY.document_id, CONTAINER + b" ")
    assert not MANIFEST.accepts(UUID(int=9), CONTAINER)


def test_the_key_holds_no_secret_once_it_is_public() -> None:
    assert "d" in KEY
    assert "d" not in PUBLIC


def _forged(header: dict[str, str], payload: bytes, key: dict[str, str] = KEY) -> str:
    algorithm = header["alg"]
    kind = joserfc_jwk.ECKey if algorithm == "ES256" else joserfc_jwk.OctKey
    members = key if algorithm == "ES256" else {"kty": "oct", "k": PUBLIC["x"]}
    return jws.serialize_compact(header, payload, kind.import_key(dict(members)), algorithms=[algorithm])


GENUINE = manifest.sign(MANIFEST, KEY)
PAYLOAD = jwk.unb64u(GENUINE.split(".")[1])
HEADER = {"alg": "ES256", "typ": manifest.TYPE}
FORGERIES = {
    "another key": manifest.sign(MANIFEST, jwk.make_ec_key()),
    "no signature": GENUINE.rpartition(".")[0] + ".",
    "alg none": jwk.b64u(b'{"alg":"none"}').decode() + "." + GENUINE.split(".")[1] + ".",
    "a shared secret": _forged({"alg": "HS256", "typ": manifest.TYPE}, PAYLOAD),
    "another type": _forged({"alg": "ES256", "typ": "JWT"}, PAYLOAD),
    "another version": _forged(HEADER, PAYLOAD.replace(b'"v":2', b'"v":1')),
    "an infected file": _forged(HEADER, PAYLOAD.replace(b'"clean"', b'"found"')),
    "a document twice": manifest.sign(dataclasses.replace(MANIFEST, entries=(ENTRY, ENTRY)), KEY),
    "a list": _forged(HEADER, b"[]"),
    "empty": "",
    "not ASCII": "é" + GENUINE,
    "too long": "a" * (manifest.MAX_BYTES + 1),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="manifest_not_genuine"):
        manifest.verify(FORGERIES[name], PUBLIC, OWNER)


def test_the_manifest_of_another_application_is_refused() -> None:
    with pytest.raises(Invalid, match="manifest_not_genuine"):
        manifest.verify(GENUINE, PUBLIC, UUID(int=9))


@pytest.mark.parametrize("at", range(0, len(GENUINE), 37))
def test_a_changed_letter_is_refused(at: int) -> None:
    letter = "B" if GENUINE[at] == "A" else "A"
    with pytest.raises(Invalid, match="manifest_not_genuine"):
        manifest.verify(GENUINE[:at] + letter + GENUINE[at + 1 :], PUBLIC, OWNER)
