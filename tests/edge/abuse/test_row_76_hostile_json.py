"""JSON made to break a program is refused in words, in under a second, on every address that reads JSON."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.factories.scene import Scene, Who
from tests.timing import seconds_of

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(76)]

BODIES: dict[str, bytes] = {
    "nested lists": b"[" * 100_000,
    "nested and closed": b"[" * 100_000 + b"]" * 100_000,
    "nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "nested inside": b'{"main_jwk":' + b"[" * 50_000 + b"]" * 50_000 + b',"id":1}',
    "not a number": b'{"answer": NaN, "main_jwk": {"kty": NaN}, "id": NaN, "aids": NaN}',
    "infinity": b'{"answer": -Infinity, "main_jwk": Infinity, "aids": [Infinity]}',
    "an enormous integer": b'{"answer": ' + b"9" * 5_000 + b', "aids": ' + b"9" * 5_000 + b"}",
    "an enormous float": b'{"answer": 1e999999, "version": 1e999999, "aids": 1e999999}',
    "bad UTF-8": b'{"answer": "\xff\xfe\xc3\x28"}',
    "half a character": b'{"answer": "\\ud800", "id": "\\udfff", "main_jwk": {"kty": "\\ud800"}, "aids": ["\\udc00"]}',
    "a zero byte": b'{"answer": "\\u0000", "id": "\\u0000", "aids": ["\\u0000"]}',
    "names twice": b'{"answer": "a", "answer": "b", "aids": [], "aids": [1]}',
    "compressed": gzip.compress(b'{"answer": "' + b"a" * 1_000_000 + b'"}'),
    "UTF-16": '{"answer": "a"}'.encode("utf-16"),
    "a lone string": b'"text"',
    "null": b"null",
    "empty": b"",
    "a long string": b'"' + b"a" * 900_000 + b'"',
    "many members": b"{" + b",".join(b'"k%d":1' % n for n in range(50_000)) + b"}",
    "an aid out of every bound": json.dumps(
        {
            "format": "mob-aids/1",
            "funders": [],
            "aids": [
                {"key": "k", "funder": "f", "texts": {"fr": {"title": "t"}}, name: value}
                for name in (
                    "max_amount_cents",
                    "minimum_age",
                    "valid_from",
                    "modes",
                    "fields",
                    "proofs",
                    "territories",
                )
                for value in (
                    10**40,
                    -1,
                    2**63,
                    1.5,
                    [[]],
                    {"a": {}},
                    [{"code": 1, "max_choices": 10**30}],
                    "9999-99-99",
                )
            ],
        }
    ).encode(),
    "a CSV cell of brackets": b"id,nom,description,type_financeur,financeur,mode_transport\r\n1,n,d,t,f,"
    + b"[" * 100_000
    + b"\r\n",
    "polluted": b'{"__proto__": {"admin": true}, "constructor": {"prototype": {}}, "$ne": 1}',
}

Send = Callable[[Client, Scene, bytes], HttpResponse]


def _raw(path: str) -> Send:
    return lambda browser, scene, body: browser.generic(
        "POST", path.format(**scene.names), body, content_type="application/json"
    )


def _field(path: str, **more: str) -> Send:
    """JSON in a field of a form, as the passkey pages send it."""
    return lambda browser, _scene, body: browser.post(path, {**more, "credential": body.decode("latin-1")})


def _file(browser: Client, scene: Scene, body: bytes) -> HttpResponse:
    return browser.post("/administration/aides/fichier", {"file": SimpleUploadedFile("aides.json", body)})


READERS: dict[str, tuple[Who, Send]] = {
    "a key to register": (Who.SUPERVISOR, _raw("/gestion/cles/nouvelle")),
    "a key to activate": (Who.SUPERVISOR, _raw("/gestion/cles/{pending_key}/activer")),
    "a passkey to sign in with": (Who.ANONYMOUS, _field("/connexion/cle")),
    "a passkey to confirm with": (Who.OWNER, _field("/mon-compte/confirmer")),
    "a passkey to add": (Who.OWNER, _field("/mon-compte/securite/cles", name="Mon téléphone")),
    "a file of aids": (Who.EDITOR, _file),
    "a form that reads no JSON": (Who.OWNER, _raw("/mon-compte/profil/telephone")),
    "the silent save": (Who.OWNER, _raw("/demandes/{draft}/brouillon")),
    "a decision": (Who.SUPERVISOR, _raw("/gestion/demandes/{submitted}/accorder")),
}
HARMLESS = {"a form that reads no JSON", "the silent save"}  # nothing of the body is read: an empty form


@pytest.mark.parametrize("reader", READERS)
def test_hostile_json_is_refused_at_once_and_changes_nothing(scene: Scene, reader: str) -> None:
    who, send = READERS[reader]
    before = scene.fingerprint()
    for name, body in BODIES.items():
        with scene.undone():
            browser = scene.browser(who)
            answers: list[HttpResponse] = []
            took = seconds_of(lambda: answers.append(send(browser, scene, body)), under=1)  # noqa: B023 – at once
        accepted = (200, 302, 303, 400, 422) if reader in HARMLESS else (400, 413, 422)
        if reader == "a file of aids":
            accepted = (200, 400, 422)  # read, and each line of it refused
        assert {answer.status_code for answer in answers} <= set(accepted), f"{name}: {answers[0].status_code}"
        assert took < 1, f"{name}: {took:.1f} s"
    if reader not in HARMLESS:
        assert scene.fingerprint() == before


@pytest.mark.parametrize("reader", [name for name in READERS if name not in HARMLESS])
def test_hostile_json_takes_little_memory(scene: Scene, reader: str) -> None:
    who, send = READERS[reader]
    browser = scene.browser(who)
    send(browser, scene, b"{}")
    tracemalloc.start()
    for body in (BODIES["nested objects"], BODIES["many members"], BODIES["compressed"]):
        send(browser, scene, body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def _mutations() -> list[Any]:
    """Credentials that look right at first and wrong further in."""
    usual = {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": "e30",
            "authenticatorData": "AAAA",
            "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUE",
            "signature": "AAAA",
            "userHandle": "AAAA",
        },
    }
    values: list[Any] = ["", "!!", "AAAA", "oWFh", "_w", "gYGBgYGB", "é", "\ud800", 1, None, [], {}, "A" * 5_000]
    made: list[Any] = [usual, {**usual, "response": None}, {"response": {}}]
    for name in usual["response"]:  # type: ignore[attr-defined]
        made += [{**usual, "response": {**usual["response"], name: value}} for value in values]  # type: ignore[dict-item]
    for name in ("id", "rawId", "type"):
        made += [{**usual, name: value} for value in values]
    return made


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (Who.ANONYMOUS, "/connexion/cle"),
        (Who.OWNER, "/mon-compte/confirmer"),
        (Who.OWNER, "/mon-compte/securite/cles"),
    ],
)
def test_a_passkey_that_makes_no_sense_is_refused_in_words(scene: Scene, who: Who, path: str) -> None:
    browser = scene.browser(who)
    for credential in _mutations():
        browser.get(f"{path}/options" if path.endswith("cles") else path if path.endswith("cle") else f"{path}/cle")
        response = browser.post(path, {"credential": json.dumps(credential), "name": "Mon téléphone"})
        assert response.status_code in (200, 400, 422), f"{credential}: {response.status_code}"
