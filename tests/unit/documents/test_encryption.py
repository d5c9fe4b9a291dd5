"""The sealed container: three libraries read it, nothing opens it once it was touched or moved."""

from __future__ import annotations

import dataclasses
import json
import secrets
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc import jwk as joserfc_jwk
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto import jwk as jwcrypto_jwk

from mob.documents import encryption, jwk
from mob.documents.types import Binding
from mob.kernel.errors import Invalid
from tests.factories.world import key_pair

BINDING = Binding(UUID(int=1), UUID(int=2), UUID(int=3), 1, 3, datetime(2026, 1, 31, 10, 0, 0, tzinfo=UTC))
CONTENT = b"%PDF-1.7 a quote for a bicycle " + bytes(range(256))
PUBLIC, PRIVATE = key_pair("main")
RECOVERY_PUBLIC, RECOVERY_PRIVATE = key_pair("recovery")


def _seal(content: bytes = CONTENT, binding: Binding = BINDING) -> bytes:
    return encryption.seal(content, "application/pdf", binding=binding, recipients=[PUBLIC, RECOVERY_PUBLIC])


def _open(container: bytes, binding: Binding = BINDING, key: dict[str, str] = PRIVATE) -> bytes:
    return encryption.open_(container, key, binding)[0]


@pytest.mark.parametrize("key", [PRIVATE, RECOVERY_PRIVATE], ids=["main", "recovery"])
def test_each_recipient_opens_it(key: dict[str, str]) -> None:
    assert encryption.open_(_seal(), key, BINDING) == (CONTENT, "application/pdf")


def test_the_format_is_the_one_written_down() -> None:
    message = json.loads(_seal())
    assert list(message) == ["protected", "aad", "recipients", "iv", "ciphertext", "tag"]
    protected = jwk.unb64u(message["protected"])
    assert protected == b'{"enc":"A256GCM","typ":"mob-doc+jwe","cty":"application/pdf"}'
    assert jwk.unb64u(message["aad"]) == (
        b'{"v":2,"doc":"00000000-0000-0000-0000-000000000001","app":"00000000-0000-0000-0000-000000000002",'
        b'"fnd":"00000000-0000-0000-0000-000000000003","n":1,"of":3,"at":"2026-01-31T10:00:00Z"}'
    )
    assert [r["header"] for r in message["recipients"]] == [
        {"alg": "RSA-OAEP-256", "kid": PUBLIC["kid"]},
        {"alg": "RSA-OAEP-256", "kid": RECOVERY_PUBLIC["kid"]},
    ]
    assert (len(jwk.unb64u(message["iv"])), len(jwk.unb64u(message["tag"]))) == (12, 16)


def test_jwcrypto_reads_it() -> None:
    reader = jwcrypto_jwe.JWE(algs=list(encryption.ALGORITHMS))
    reader.deserialize(_seal().decode(), jwcrypto_jwk.JWK(**RECOVERY_PRIVATE))
    assert reader.payload == CONTENT


def test_joserfc_reads_it_whole() -> None:
    keys = joserfc_jwk.KeySet([joserfc_jwk.RSAKey.import_key(key) for key in (PRIVATE, RECOVERY_PRIVATE)])
    opened = jwe.decrypt_json(json.loads(_seal()), keys, algorithms=list(encryption.ALGORITHMS))
    assert opened.plaintext == CONTENT


def test_no_two_containers_share_a_key_or_a_nonce() -> None:
    messages = [json.loads(_seal()) for _ in range(20)]
    assert len({m["iv"] for m in messages}) == 20
    assert len({m["ciphertext"] for m in messages}) == 20


def test_a_file_of_ten_megabytes_is_sealed_and_opened() -> None:
    content = secrets.token_bytes(10_000_000)
    container = _seal(content)
    assert len(container) < encryption.MAX_CONTAINER_BYTES
    assert _open(container) == content


@settings(max_examples=20, deadline=None)
@given(spot=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_of_what_a_reader_uses_is_refused(spot: float, bit: int) -> None:
    container = bytearray(encryption.seal(CONTENT, "application/pdf", binding=BINDING, recipients=[PUBLIC]))
    container[int(spot * len(container))] ^= 1 << bit
    with pytest.raises(Invalid):
        _open(bytes(container))


def _changed(**changes: Any) -> bytes:
    return json.dumps({**json.loads(_seal()), **changes}).encode()


def _recipients(index: int, **changes: Any) -> bytes:
    message = json.loads(_seal())
    message["recipients"][index].update(changes)
    return json.dumps(message).encode()


def _protected(**members: Any) -> str:
    return jwk.b64u(json.dumps(members).encode()).decode()


DOWNGRADES = {
    "another cipher": _changed(protected=_protected(enc="A128CBC-HS256", typ="mob-doc+jwe", cty="application/pdf")),
    "compressed": _changed(protected=_protected(enc="A256GCM", typ="mob-doc+jwe", cty="application/pdf", zip="DEF")),
    "another type": _changed(protected=_protected(enc="A256GCM", typ="JWT", cty="application/pdf")),
    "RSA1_5": _recipients(0, header={"alg": "RSA1_5", "kid": PUBLIC["kid"]}),
    "RSA-OAEP with SHA-1": _recipients(0, header={"alg": "RSA-OAEP", "kid": PUBLIC["kid"]}),
    "dir": _recipients(0, header={"alg": "dir", "kid": PUBLIC["kid"]}, encrypted_key=""),
    "a header of its own": _recipients(0, header={"alg": "RSA-OAEP-256", "kid": PUBLIC["kid"], "crit": ["x"]}),
    "an unprotected header": _changed(unprotected={"zip": "DEF"}),
    "no aad": json.dumps({k: v for k, v in json.loads(_seal()).items() if k != "aad"}).encode(),
    "a short nonce": _changed(iv=jwk.b64u(bytes(8)).decode()),
    "a short tag": _changed(tag=jwk.b64u(bytes(4)).decode()),
    "nobody": _changed(recipients=[]),
    "a crowd": _changed(recipients=json.loads(_seal())["recipients"] * 9),
    "a member twice": _seal().replace(b'{"protected"', b'{"tag":"AAAA","protected"'),
    "not JSON": b"\x00" * 100,
    "a list": b"[]",
    "a number": b"12",
    "too deep": b"[" * 100_000,
    "too long": b" " * (encryption.MAX_CONTAINER_BYTES + 1),
    "not UTF-8": _seal().replace(b"mob", b"m\xffb") + b"\xff",
    "no base64": _changed(aad="****"),
}


@pytest.mark.parametrize("name", DOWNGRADES)
def test_whatever_is_out_of_the_format_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="container_unreadable"):
        _open(DOWNGRADES[name])


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"owner_id": UUID(int=9)},
        {"funder_id": UUID(int=9)},
        {"document_id": UUID(int=9)},
        {"number": 2},
        {"of": 4},
        {"at": BINDING.at + timedelta(seconds=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_file_moved_elsewhere_is_refused(elsewhere: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="container_misplaced"):
        _open(_seal(), dataclasses.replace(BINDING, **elsewhere))


def test_relabelling_a_container_breaks_it() -> None:
    other = dataclasses.replace(BINDING, owner_id=UUID(int=9))
    with pytest.raises(Invalid, match="container_changed"):
        _open(_changed(aad=json.loads(_seal(binding=other))["aad"]), other)


@pytest.mark.parametrize("member", ["iv", "tag", "ciphertext"])
def test_a_member_of_another_container_is_refused(member: str) -> None:
    with pytest.raises(Invalid, match="container_changed"):
        _open(_changed(**{member: json.loads(_seal())[member]}))


def test_a_key_of_another_container_is_refused() -> None:
    other = json.loads(_seal())["recipients"][0]["encrypted_key"]
    with pytest.raises(Invalid, match="container_changed"):
        _open(_recipients(0, encrypted_key=other))


def test_who_is_no_recipient_is_told_so() -> None:
    _, stranger = key_pair("stranger")
    with pytest.raises(Invalid, match="container_not_for_key"):
        _open(_seal(), key=stranger)


def test_sealing_needs_somebody_to_seal_to() -> None:
    with pytest.raises(ValueError, match="recipients"):
        encryption.seal(CONTENT, "application/pdf", binding=BINDING, recipients=[])


def test_a_private_or_short_key_is_never_sealed_to() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    short = jwk.public_part(jwk.rsa_private_jwk(rsa.generate_private_key(65537, 1024)))
    for wrong in (PRIVATE, short):
        with pytest.raises(ValueError, match="key"):
            encryption.seal(CONTENT, "application/pdf", binding=BINDING, recipients=[wrong])


def test_what_a_container_says_of_itself_can_be_read_without_a_key() -> None:
    container = _seal()
    assert encryption.bound_to(container) == BINDING
    assert encryption.kids(container) == (PUBLIC["kid"], RECOVERY_PUBLIC["kid"])


def test_the_moment_is_written_in_universal_time() -> None:
    abroad = dataclasses.replace(BINDING, at=BINDING.at.astimezone(timezone(timedelta(hours=11))))
    assert _open(_seal(binding=abroad)) == CONTENT


@given(st.binary(max_size=80))
def test_base64url_is_read_back_and_never_ambiguous(data: bytes) -> None:
    text = jwk.b64u(data).decode()
    assert jwk.unb64u(text) == data
    for wrong in (f"{text}=", f" {text}", f"{text}\n", f"{text}+"):
        with pytest.raises(ValueError, match="base64url"):
            jwk.unb64u(wrong)


def test_thumbprints_are_those_of_rfc_7638() -> None:
    """The example of RFC 7638 §3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    key = {"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert jwk.thumbprint(key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
