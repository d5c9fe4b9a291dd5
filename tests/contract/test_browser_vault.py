"""Chromium's WebCrypto and Python agree on keys, files, containers and manifests."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page

from mob.directory import keys as directory_keys
from mob.documents import encryption, jwk, keyfile
from mob.kernel.errors import Invalid
from tests.contract.sealing import (
    BINDING,
    DOCUMENT,
    FUNDER,
    OWNER,
    PASSPHRASE,
    PLATFORM,
    PRIVATE,
    PUBLIC,
    sealed,
    signed_manifest,
)
from tests.corpus.build import made
from tests.factories.world import key_pair

pytestmark = pytest.mark.chromium

OPEN = """async ([container, privateJwk, place]) => {
    const vault = globalThis.mobVault;
    await vault.keep(privateJwk, place.funder);
    try {
        const opened = await vault.openContainer(new TextEncoder().encode(container), place,
            (kid) => vault.keptKey(kid, place.funder));
        return {content: vault.b64u(new Uint8Array(opened.content)), mediaType: opened.mediaType};
    } catch (error) { return {code: error.code || String(error)}; }
}"""
PLACE = {"document": str(DOCUMENT), "owner": str(OWNER), "funder": FUNDER}


def _open(vault: Page, container: bytes, place: dict[str, str] = PLACE) -> dict[str, str]:
    answer: dict[str, str] = vault.evaluate(OPEN, [container.decode("latin-1"), PRIVATE, place])
    return answer


def test_the_browser_opens_what_python_sealed(vault: Page) -> None:
    content = made("scanned.pdf")
    opened = _open(vault, sealed(content))
    assert opened["mediaType"] == "application/pdf"
    assert jwk.unb64u(opened["content"]) == content


def test_any_flipped_bit_is_refused_by_the_browser(vault: Page) -> None:
    container = bytearray(encryption.seal(b"a quote", "application/pdf", binding=BINDING, recipients=[PUBLIC]))
    for spot in range(0, len(container), 23):
        container[spot] ^= 1
        assert _open(vault, bytes(container)).get("code"), f"bit {spot}"
        container[spot] ^= 1
    assert "content" in _open(vault, bytes(container))


@pytest.mark.parametrize("member", ["document", "owner", "funder"])
def test_a_container_of_another_place_is_refused_by_the_browser(vault: Page, member: str) -> None:
    elsewhere = {**PLACE, member: str(uuid.uuid4())}
    assert _open(vault, sealed(b"a quote"), elsewhere) == {"code": "misplaced"}


def _changed(container: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(container), **changes}).encode()


@pytest.mark.parametrize(
    ("alg", "head"),
    [
        ("RSA-OAEP", {"enc": "A256GCM", "typ": "mob-doc+jwe", "cty": "application/pdf"}),
        ("RSA-OAEP-256", {"enc": "A128GCM", "typ": "mob-doc+jwe", "cty": "application/pdf"}),
        ("RSA-OAEP-256", {"enc": "A256GCM", "typ": "mob-canary+jwe", "cty": "application/pdf"}),
    ],
)
def test_another_algorithm_or_type_is_refused_by_the_browser(vault: Page, alg: str, head: dict[str, str]) -> None:
    container = sealed(b"a quote")
    recipients = json.loads(container)["recipients"]
    recipients[0]["header"]["alg"] = alg
    protected = jwk.b64u(json.dumps(head).encode()).decode()
    assert _open(vault, _changed(container, recipients=recipients, protected=protected)) == {"code": "unreadable"}


def test_a_page_is_never_shown_as_a_document(vault: Page) -> None:
    assert _open(vault, sealed(b"<script>alert(1)</script>", "text/html")) == {"code": "unreadable"}


def test_somebody_elses_document_is_said_to_be_so(vault: Page) -> None:
    stranger, _ = key_pair("stranger")
    container = encryption.seal(b"x", "application/pdf", binding=BINDING, recipients=[stranger])
    assert _open(vault, container) == {"code": "not_for_key"}


def test_a_pair_made_by_the_browser_serves_python(vault: Page) -> None:
    made_here = vault.evaluate("() => globalThis.mobVault.makePair()")
    assert set(made_here["publicJwk"]) == {"kty", "n", "e"}
    assert jwk.thumbprint(made_here["publicJwk"]) == made_here["kid"]
    assert directory_keys.public_part(made_here["publicJwk"]) == made_here["publicJwk"]
    sealed = encryption.seal(b"a quote", "application/pdf", binding=BINDING, recipients=[made_here["publicJwk"]])
    assert encryption.open_(sealed, made_here["privateJwk"], BINDING)[0] == b"a quote"


def test_python_reads_the_browsers_file_and_the_browser_pythons(vault: Page) -> None:
    theirs = vault.evaluate("([key, phrase]) => globalThis.mobVault.writeKeyFile(key, phrase)", [PRIVATE, PASSPHRASE])
    assert keyfile.open_keyfile(theirs.encode(), PASSPHRASE) == PRIVATE
    read = "([text, phrase]) => globalThis.mobVault.readKeyFile(text, phrase)"
    ours = keyfile.export_keyfile(PRIVATE, PASSPHRASE).decode()
    assert vault.evaluate(read, [ours + "\n", " Sept-mots SIMPLES pour une seule porte"]) == PRIVATE


def test_a_wrong_passphrase_or_file_has_its_own_code(vault: Page) -> None:
    read = """([text, phrase]) => globalThis.mobVault.readKeyFile(text, phrase).catch((error) => error.code)"""
    ours = keyfile.export_keyfile(PRIVATE, PASSPHRASE).decode()
    assert vault.evaluate(read, [ours, "another"]) == "passphrase_wrong"
    head, _, rest = ours.partition(".")
    greedy = json.dumps({**json.loads(jwk.unb64u(head)), "p2c": 2_000_000_000}).encode()
    for text in ("", "not a key", ours[:-900], jwk.b64u(greedy).decode() + "." + rest):
        assert vault.evaluate(read, [text, PASSPHRASE]) == "file_unreadable"


def test_a_kept_key_cannot_be_taken_out_again(vault: Page) -> None:
    take = """async ([jwk, funder]) => {
        const vault = globalThis.mobVault;
        await vault.keep(jwk, funder);
        const key = await vault.keptKey(jwk.kid, funder);
        const tries = ["jwk", "pkcs8"].map((form) => crypto.subtle.exportKey(form, key).catch((error) => error.name));
        return {tries: await Promise.all(tries), usages: key.usages, extractable: key.extractable,
                elsewhere: await vault.keptKey(jwk.kid, "another funder")};
    }"""
    assert vault.evaluate(take, [PRIVATE, FUNDER]) == {
        "tries": ["InvalidAccessError", "InvalidAccessError"],
        "usages": ["unwrapKey"],
        "extractable": False,
        "elsewhere": None,
    }


def test_passphrases_have_seven_words_of_a_long_list(vault: Page) -> None:
    words = vault.evaluate("() => globalThis.mobWords")
    assert len(words) == len(set(words)) >= 2048
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 8 for word in words)
    draw = "() => globalThis.mobVault.makePassphrase(globalThis.mobWords)"
    drawn = {vault.evaluate(draw) for _ in range(20)}
    assert len(drawn) == 20
    assert all(len(phrase.split()) == 7 for phrase in drawn)


def test_base64url_has_one_spelling_in_the_browser_too(vault: Page) -> None:
    read = "(text) => { try { return globalThis.mobVault.unb64u(text).length } catch (error) { return error.code } }"
    for text, expected in (("AA", 1), ("AAA", 2), ("AAAA", 3), ("", 0)):
        assert vault.evaluate(read, text) == expected
    for text in ("AB", "AAB", "A", "AA==", "A+/A", " AA", "é"):
        assert vault.evaluate(read, text) == "unreadable"


def test_the_browser_reads_the_manifest_and_refuses_forgeries(vault: Page) -> None:
    verify = """([text, key, owner]) => globalThis.mobVault.verifyManifest(text, key, owner)
        .then((read) => read.documents.length, (error) => error.code)"""
    genuine, public = signed_manifest(b"a", b"b"), jwk.public_part(PLATFORM)
    assert vault.evaluate(verify, [genuine, public, str(OWNER)]) == 2
    forgeries = [signed_manifest(b"a", key=jwk.make_ec_key()), genuine[:-2] + "AA", genuine + ".x", "", "a.b.c"]
    forgeries.append(jwk.b64u(b'{"alg":"none"}').decode() + "." + genuine.split(".")[1] + ".")
    for text in forgeries:
        assert vault.evaluate(verify, [text, public, str(OWNER)]) == "not_genuine"
    assert vault.evaluate(verify, [genuine, public, str(uuid.uuid4())]) == "not_genuine"


def test_python_refuses_what_the_browser_refuses(vault: Page) -> None:
    container = _changed(sealed(b"a quote"), unprotected={"zip": "DEF"})
    assert _open(vault, container) == {"code": "unreadable"}
    with pytest.raises(Invalid, match="container_unreadable"):
        encryption.open_(container, PRIVATE, BINDING)
