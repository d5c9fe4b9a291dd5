"""Public keys, their thumbprints and the sealed challenge."""

import base64
import json
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwe
from joserfc.jwk import ECKey, RSAKey

from mob.directory import keys
from mob.kernel.errors import Invalid
from tests.factories.world import key_pair

# RFC 7638 §3.1, whose key is 2048 bits long.
RFC_7638 = {
    "kty": "RSA",
    "n": (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj"
        "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ"
        "vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK"
        "nqDKgw"
    ),
    "e": "AQAB",
}


def jwk_of(bits: int = 3072, exponent: int = 65537) -> dict[str, str]:
    key = RSAKey.import_key(rsa.generate_private_key(exponent, bits))
    return {name: str(value) for name, value in key.as_dict(private=False).items()}


def test_the_thumbprint_is_the_one_of_rfc_7638():
    assert keys.thumbprint(RFC_7638) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_a_public_key_is_kept_without_its_ornaments():
    public, _ = key_pair("main")
    assert keys.public_part({**public, "use": "enc", "key_ops": ["encrypt"]}) == {
        "kty": "RSA",
        "n": public["n"],
        "e": "AQAB",
    }


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_a_key_with_any_private_member_is_refused(member):
    public, _ = key_pair("main")
    with pytest.raises(Invalid, match="key_is_private"):
        keys.public_part({**public, member: ""})


def test_a_whole_private_key_is_refused():
    with pytest.raises(Invalid, match="key_is_private"):
        keys.public_part(key_pair("main")[1])


def test_a_key_under_3072_bits_is_refused():
    with pytest.raises(Invalid, match="key_too_short") as caught:
        keys.public_part(RFC_7638, "main_jwk")
    assert caught.value.pointer == "main_jwk"
    assert caught.value.params == {"bits": 2048}


def test_an_elliptic_key_is_refused():
    key = ECKey.import_key(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(Invalid, match="key_format"):
        keys.public_part(key.as_dict(private=False))


@pytest.mark.parametrize(
    "change",
    [
        {"n": ""},
        {"n": 12},
        {"n": None},
        {"n": "not base64 !"},
        {"n": "A" * 512},
        {"e": "Aw"},
        {"e": 65537},
        {"kty": "oct"},
        {"kty": None},
        {"n": "_" * 3000},
    ],
)
def test_what_is_not_a_usable_rsa_key_is_refused(change):
    public, _ = key_pair("main")
    with pytest.raises(Invalid, match="key_format"):
        keys.public_part({**public, **change})


def test_an_even_modulus_or_another_spelling_of_the_same_modulus_is_refused():
    raw = base64.urlsafe_b64decode(key_pair("main")[0]["n"] + "==")
    for other in (raw[:-1] + bytes([raw[-1] & 0xFE]), b"\0" + raw):
        with pytest.raises(Invalid, match="key_format"):
            keys.public_part({"kty": "RSA", "n": keys.b64u(other), "e": "AQAB"})


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["kty", "n", "e", "d", "x"]), st.one_of(st.none(), st.text(), st.integers())))
def test_no_jwk_makes_the_reader_crash(jwk):
    with pytest.raises(Invalid):
        keys.public_part(jwk)


def test_the_challenge_is_opened_by_the_private_half_alone():
    public, private = key_pair("main")
    answer, key_id, funder_id = keys.new_answer(), uuid4(), uuid4()
    container = keys.seal_challenge(answer, public, key_id=key_id, funder_id=funder_id)
    opened = jwe.decrypt_json(container, RSAKey.import_key(private), algorithms=["RSA-OAEP-256", "A256GCM"])
    assert opened.plaintext == answer
    aad = json.loads(base64.urlsafe_b64decode(container["aad"] + "=="))
    assert aad == {"v": 2, "key": str(key_id), "fnd": str(funder_id)}
    other = RSAKey.import_key(key_pair("recovery")[1])
    with pytest.raises(Exception):  # noqa: B017 - joserfc lets the library's own error through
        jwe.decrypt_json(container, other, algorithms=["RSA-OAEP-256", "A256GCM"])


def test_only_the_exact_answer_is_accepted():
    answer = keys.new_answer()
    kept = keys.answer_hash(answer)
    assert keys.is_answer(keys.b64u(answer), kept)
    assert keys.is_answer(f" {keys.b64u(answer)}\n", kept)
    for wrong in ("", keys.b64u(keys.new_answer()), keys.b64u(answer) + "=", kept, "é", "A" * 101):
        assert not keys.is_answer(wrong, kept)


def test_no_answer_matches_an_empty_hash():
    assert not keys.is_answer(keys.b64u(keys.new_answer()), "")
    assert not keys.is_answer("", "")
