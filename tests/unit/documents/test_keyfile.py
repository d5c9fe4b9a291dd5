"""The passphrase file: it opens with its passphrase however that was typed, and no other way."""

from __future__ import annotations

import json

import pytest
from jwcrypto import jwa
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto import jwk as jwcrypto_jwk

from mob.documents import jwk, keyfile
from mob.kernel.errors import Invalid
from tests.factories.world import key_pair

PASSPHRASE = "sept mots simples pour une seule porte"
_, PRIVATE = key_pair("main")


def _quick_file() -> bytes:
    """The fewest rounds a reader accepts: what the tests below change is not the work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "ROUNDS", 100_000)
        return keyfile.export_keyfile(PRIVATE, PASSPHRASE)


FILE = _quick_file()


def test_the_passphrase_opens_it() -> None:
    assert keyfile.open_keyfile(FILE, PASSPHRASE) == PRIVATE


def test_how_the_passphrase_was_typed_does_not_matter() -> None:
    assert keyfile.open_keyfile(FILE + b"\n", "  Sept-MOTS simples  pour une\tseule porte ") == PRIVATE


def test_another_passphrase_does_not() -> None:
    with pytest.raises(Invalid, match="keyfile_passphrase"):
        keyfile.open_keyfile(FILE, PASSPHRASE + "s")


def test_a_library_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jwa, "default_max_pbkdf2_iterations", keyfile.ROUNDS)
    reader = jwcrypto_jwe.JWE(algs=["PBES2-HS512+A256KW", "A256GCM"])
    reader.deserialize(FILE.decode(), jwcrypto_jwk.JWK.from_password(PASSPHRASE))
    assert json.loads(reader.payload) == PRIVATE


def test_the_header_names_the_key_and_the_work() -> None:
    file = keyfile.export_keyfile(PRIVATE, PASSPHRASE)
    header = json.loads(jwk.unb64u(file.split(b".")[0].decode()))
    assert (header["alg"], header["enc"], header["p2c"]) == ("PBES2-HS512+A256KW", "A256GCM", 600_000)
    assert header["kid"] == jwk.thumbprint(PRIVATE)


def _with_header(**changes: object) -> bytes:
    head, _, rest = FILE.partition(b".")
    header = {**json.loads(jwk.unb64u(head.decode())), **changes}
    return jwk.b64u(json.dumps(header).encode()) + b"." + rest


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        b"\xff\xfe",
        b"." * 5,
        b"a" * 20_000,
        FILE.replace(b".", b"", 1),
        _with_header(p2c=10_000_000_000),
        _with_header(p2c=1),
        _with_header(p2c="600000"),
        _with_header(p2s="AAAA"),
        _with_header(alg="PBES2-HS256+A128KW"),
        _with_header(alg="dir"),
        _with_header(typ="JWT"),
    ],
)
def test_what_is_no_key_file_is_refused_before_any_work(content: bytes) -> None:
    with pytest.raises(Invalid, match="keyfile_unreadable"):
        keyfile.open_keyfile(content, PASSPHRASE)


@pytest.mark.parametrize("part", range(1, 5))
def test_a_changed_file_is_refused(part: int) -> None:
    parts = FILE.split(b".")
    parts[part] = (b"B" if parts[part][:1] == b"A" else b"A") + parts[part][1:]
    with pytest.raises(Invalid, match="keyfile_passphrase"):
        keyfile.open_keyfile(b".".join(parts), PASSPHRASE)


def test_a_new_pair_is_fit_to_encrypt_to() -> None:
    public, private = keyfile.make_key_pair()
    assert public == jwk.public_part(private)
    assert jwk.rsa_public_key(public).key_size == 3072
    assert keyfile.thumbprint(public) == public["kid"] == private["kid"]
