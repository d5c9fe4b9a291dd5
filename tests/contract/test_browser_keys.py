"""Chromium's WebCrypto and Python agree on keys, files and containers; the pages' scripts do what their hooks say."""

from __future__ import annotations

import dataclasses
import json
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from mob.directory import keys as directory_keys
from mob.documents import encryption, jwk, keyfile, manifest
from mob.documents.manifest import Entry, Manifest
from mob.documents.types import Binding, Scan
from mob.kernel.errors import Invalid
from tests.contract.browser import KEYS, Site, page, serving
from tests.corpus.build import made
from tests.e2e import browsing
from tests.factories.world import key_pair

pytestmark = pytest.mark.chromium
FUNDER, OWNER, DOCUMENT = "0198f000-0000-7000-8000-000000000003", UUID(int=2), UUID(int=1)
NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
PASSPHRASE = "sept mots simples pour une seule porte"
PUBLIC, PRIVATE = key_pair("main")
RECOVERY_PUBLIC, _ = key_pair("recovery")
PLATFORM = jwk.make_ec_key()
BINDING = Binding(DOCUMENT, OWNER, UUID(FUNDER), 1, 1, NOW)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = browsing.launch(playwright)
    yield launched
    launched.close()


@pytest.fixture
def computer(browser: Browser) -> Iterator[BrowserContext]:
    """A computer nobody has used yet."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as site:
        site.pages["/vault"] = page("", "vault.js", "words.js")
        yield site


@pytest.fixture
def tab(computer: BrowserContext) -> Page:
    tab = computer.new_page()
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    return tab


@pytest.fixture
def vault(tab: Page, site: Site) -> Page:
    tab.goto(f"{site.address}/vault")
    return tab


def _seal(content: bytes, media_type: str = "application/pdf", binding: Binding = BINDING) -> bytes:
    return encryption.seal(content, media_type, binding=binding, recipients=[PUBLIC, RECOVERY_PUBLIC])


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


# --- the mathematics ------------------------------------------------------------------------------------------------


def test_the_browser_opens_what_python_sealed(vault: Page) -> None:
    content = made("scanned.pdf")
    opened = _open(vault, _seal(content))
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
    assert _open(vault, _seal(b"a quote"), elsewhere) == {"code": "misplaced"}


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
    container = _seal(b"a quote")
    recipients = json.loads(container)["recipients"]
    recipients[0]["header"]["alg"] = alg
    protected = jwk.b64u(json.dumps(head).encode()).decode()
    assert _open(vault, _changed(container, recipients=recipients, protected=protected)) == {"code": "unreadable"}


def test_a_page_is_never_shown_as_a_document(vault: Page) -> None:
    assert _open(vault, _seal(b"<script>alert(1)</script>", "text/html")) == {"code": "unreadable"}


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


def _manifest(*containers: bytes, owner: UUID = OWNER, key: dict[str, str] = PLATFORM) -> str:
    import hashlib

    scan = Scan("ClamAV", "1", NOW)
    entries = tuple(
        Entry(UUID(int=number), hashlib.sha256(content).hexdigest(), len(content), "quote", scan)
        for number, content in enumerate(containers, 1)
    )
    return manifest.sign(Manifest(owner, NOW, entries), key)


def test_the_browser_reads_the_manifest_and_refuses_forgeries(vault: Page) -> None:
    verify = """([text, key, owner]) => globalThis.mobVault.verifyManifest(text, key, owner)
        .then((read) => read.documents.length, (error) => error.code)"""
    genuine, public = _manifest(b"a", b"b"), jwk.public_part(PLATFORM)
    assert vault.evaluate(verify, [genuine, public, str(OWNER)]) == 2
    forgeries = [_manifest(b"a", key=jwk.make_ec_key()), genuine[:-2] + "AA", genuine + ".x", "", "a.b.c"]
    forgeries.append(jwk.b64u(b'{"alg":"none"}').decode() + "." + genuine.split(".")[1] + ".")
    for text in forgeries:
        assert vault.evaluate(verify, [text, public, str(OWNER)]) == "not_genuine"
    assert vault.evaluate(verify, [genuine, public, str(uuid.uuid4())]) == "not_genuine"


# --- the pages ------------------------------------------------------------------------------------------------------

CREATE = f"""
<form data-mob-key-create data-funder="{FUNDER}" data-register="/register" novalidate>
  <input type="hidden" name="csrfmiddlewaretoken" value="the token">
  <p role="status" data-status></p>
  <div data-step="start"><button type="button" data-act="make">Créer la clé</button></div>
  <div data-step="keep" hidden>
    <h2 tabindex="-1">Gardez ces deux fichiers</h2>
    <ol data-words="main"></ol><a data-file="main" data-name="cle" href="#">Fichier de clé</a>
    <ol data-words="recovery"></ol><a data-file="recovery" data-name="secours" href="#">Fichier de secours</a>
    <label for="retype">Recopiez la phrase</label><input id="retype" data-retype>
    <button type="button" data-act="activate">Activer la clé</button>
  </div>
  <div data-step="done" hidden><h2 tabindex="-1">La clé est active</h2></div>
</form>"""
IMPORT = """
<form data-mob-key-import data-funder="{funder}" data-kids='{kids}' novalidate>
  <p role="status" data-status></p>
  <label for="f">Fichier de clé</label><input type="file" id="f">
  <label for="p">Phrase secrète</label><input type="password" id="p" data-passphrase>
  <button type="submit">Importer la clé</button><p data-when-imported hidden>Revenir</p>
</form>
<div data-mob-key="{kid}" data-funder="{funder}">
  <p data-when="here" hidden>Sur cet ordinateur <button type="button" data-act="forget">Retirer d’ici</button></p>
  <p data-when="away" hidden>Pas sur cet ordinateur</p>
</div>"""
CARD = """
<article data-mob-document="{document}" data-url="/container/{number}" data-name="{name}">
  <h2>{name}</h2><p role="status" data-status></p><button type="button" data-act="open" hidden>Ouvrir</button>
  <div data-view></div><a data-whole target="_blank" rel="noopener" hidden>Voir en grand</a>
  <a data-save hidden>Enregistrer une copie</a>
</article>"""


def _status(tab: Page) -> Any:
    return tab.locator("form [data-status]")


def _serve_keys(site: Site) -> list[bytes]:
    """The two endpoints of a key's creation, on the directory's own challenge. Returns the answers expected."""
    answers: list[bytes] = []

    def register(data: dict[str, Any]) -> tuple[int, dict[str, object]]:
        main = directory_keys.public_part(data["main_jwk"])
        directory_keys.public_part(data["recovery_jwk"])
        answers.append(directory_keys.new_answer())
        challenge = directory_keys.seal_challenge(answers[-1], main, key_id=uuid.uuid4(), funder_id=UUID(FUNDER))
        return 201, {"challenge": challenge, "activate": "/activate"}

    def activate(data: dict[str, Any]) -> tuple[int, dict[str, object]]:
        is_right = directory_keys.is_answer(data["answer"], directory_keys.answer_hash(answers[-1]))
        return (200, {}) if is_right else (422, {"message": "wrong"})

    site.posts.update({"/register": register, "/activate": activate})
    site.pages["/create"] = page(CREATE, "vault.js", "words.js", "key-create.js")
    return answers


def _make(tab: Page, site: Site) -> str:
    """Press the button; the passphrase shown."""
    tab.goto(f"{site.address}/create")
    tab.get_by_role("button", name="Créer la clé").click()
    expect(tab.get_by_role("heading", name="Gardez ces deux fichiers")).to_be_focused(timeout=60_000)
    return " ".join(tab.locator("[data-words=main] li").all_inner_texts())


def _download(tab: Page, name: str, folder: Path) -> Path:
    with tab.expect_download() as download:
        tab.get_by_role("link", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_funder_creates_a_key_and_its_private_half_never_leaves(tab: Page, site: Site, tmp_path: Path) -> None:
    _serve_keys(site)
    passphrase = _make(tab, site)
    main, recovery = (_download(tab, name, tmp_path) for name in ("Fichier de clé", "Fichier de secours"))
    tab.get_by_label("Recopiez la phrase").fill(f"  {passphrase.upper()} ")
    tab.get_by_role("button", name="Activer la clé").click()
    expect(tab.get_by_role("heading", name="La clé est active")).to_be_focused(timeout=30_000)
    expect(_status(tab)).to_have_text("words of active")
    private = keyfile.open_keyfile(main.read_bytes(), passphrase)
    assert main.name == f"mob-cle-{private['kid'][:8]}.jwe"
    assert recovery.name.startswith("mob-secours-")
    assert [path for path, _, _ in site.posted] == ["/register", "/activate"]
    assert {token for _, _, token in site.posted} == {"the token"}
    sent = json.dumps(site.posted)
    assert not [name for name in ("d", "p", "q", "dp", "dq", "qi") if private[name] in sent]
    assert passphrase not in sent
    assert tab.evaluate("(funder) => globalThis.mobVault.kept(funder)", FUNDER) == [private["kid"]]
    assert tab.locator("[data-words] li").count() == 0


def test_no_key_is_registered_before_both_files_and_the_passphrase_are_kept(
    tab: Page, site: Site, tmp_path: Path
) -> None:
    _serve_keys(site)
    passphrase = _make(tab, site)
    activate = tab.get_by_role("button", name="Activer la clé")
    activate.click()
    expect(_status(tab)).to_have_text("words of files_not_taken")
    for name in ("Fichier de clé", "Fichier de secours"):
        _download(tab, name, tmp_path)
    tab.get_by_label("Recopiez la phrase").fill("something else")
    activate.click()
    expect(_status(tab)).to_have_text("words of retype_wrong")
    expect(tab.get_by_label("Recopiez la phrase")).to_be_focused()
    assert site.posted == []
    tab.get_by_label("Recopiez la phrase").fill(passphrase)
    activate.click()
    expect(_status(tab)).to_have_text("words of active", timeout=30_000)


def test_the_words_of_a_refusal_are_the_servers(tab: Page, site: Site, tmp_path: Path) -> None:
    _serve_keys(site)
    site.posts["/register"] = lambda _: (403, {"message": "Vos droits ne le permettent pas."})
    passphrase = _make(tab, site)
    for name in ("Fichier de clé", "Fichier de secours"):
        _download(tab, name, tmp_path)
    tab.get_by_label("Recopiez la phrase").fill(passphrase)
    tab.get_by_role("button", name="Activer la clé").click()
    expect(_status(tab)).to_have_text("Vos droits ne le permettent pas.")
    assert tab.evaluate("(funder) => globalThis.mobVault.kept(funder)", FUNDER) == []


def _serve_documents(site: Site, *containers: bytes, signed: str = "", auto: bool = True) -> None:
    names = ("quote-1.pdf", "invoice-2.jpg")
    cards = [
        CARD.format(document=UUID(int=number), number=number, name=names[number - 1])
        for number in range(1, len(containers) + 1)
    ]
    data = {
        "owner": str(OWNER),
        "funder": FUNDER,
        "manifest": signed or _manifest(*containers),
        "manifest_key": jwk.public_part(PLATFORM),
        "auto": auto,
    }
    block = f'<script type="application/json" id="mob-documents">{json.dumps(data)}</script>'
    notice = '<p data-mob-no-key hidden>Aucune clé ici. <a href="/import">Importer la clé</a></p>'
    site.files.update({f"/container/{number}": content for number, content in enumerate(containers, 1)})
    site.pages["/file"] = page(notice + "".join(cards) + block, "vault.js", "decrypt.js")
    kids = json.dumps([PUBLIC["kid"], RECOVERY_PUBLIC["kid"]])
    form = IMPORT.format(funder=FUNDER, kids=kids, kid=PUBLIC["kid"])
    site.pages["/import"] = page(form, "vault.js", "key-import.js")


def _import(tab: Page, site: Site, file: bytes, passphrase: str) -> None:
    tab.goto(f"{site.address}/import")
    tab.get_by_label("Fichier de clé").set_input_files({"name": "mob.jwe", "mimeType": "", "buffer": file})
    tab.get_by_label("Phrase secrète").fill(passphrase)
    tab.get_by_role("button", name="Importer la clé").click()


def _containers() -> tuple[bytes, bytes]:
    second = dataclasses.replace(BINDING, document_id=UUID(int=2), number=2)
    return _seal(made("scanned.pdf")), _seal(made("photograph.jpg"), "image/jpeg", second)


def test_a_new_computer_opens_its_first_file_in_under_three_minutes(tab: Page, site: Site) -> None:
    """From the file page that knows no key, through the import, to the document on the screen."""
    _serve_documents(site, *_containers())
    file = keyfile.export_keyfile(PRIVATE, PASSPHRASE)
    start = time.monotonic()
    tab.goto(f"{site.address}/file")
    expect(tab.get_by_text("Aucune clé ici.")).to_be_visible()
    expect(tab.locator("article [data-status]").first).to_have_text("words of no_key")
    tab.get_by_role("link", name="Importer la clé").click()
    _import(tab, site, file, PASSPHRASE)
    expect(_status(tab)).to_have_text("words of imported", timeout=30_000)
    expect(tab.get_by_text("Revenir")).to_be_visible()
    tab.goto(f"{site.address}/file")
    expect(tab.locator("article").nth(0).get_by_role("status")).to_have_text("words of opened", timeout=30_000)
    took = time.monotonic() - start
    assert took < 180
    print(f"first file opened on a new computer after {took:.1f} s of machine time")
    assert tab.get_by_text("Aucune clé ici.").is_hidden()


def _bytes_of(tab: Page, address: str) -> bytes:
    """What a blob address holds. A page under our policy may not fetch it: a download may."""
    with tab.expect_download() as download:
        tab.locator(f"a[data-save][href='{address}']").click()
    path = download.value.path()
    return Path(path).read_bytes()


def test_a_pdf_and_a_photograph_are_shown_in_the_page(tab: Page, site: Site) -> None:
    _serve_documents(site, *_containers())
    _import(tab, site, keyfile.export_keyfile(PRIVATE, PASSPHRASE), PASSPHRASE)
    expect(_status(tab)).to_have_text("words of imported", timeout=30_000)
    tab.goto(f"{site.address}/file")
    pdf, photograph = (tab.locator("article").nth(index) for index in (0, 1))
    expect(photograph.get_by_role("status")).to_have_text("words of opened", timeout=30_000)
    frame = pdf.locator("iframe[title='quote-1.pdf']")
    picture = photograph.get_by_role("img", name="invoice-2.jpg")
    assert _bytes_of(tab, str(frame.get_attribute("src"))) == made("scanned.pdf")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") in (600, 800)
    assert photograph.get_by_role("link", name="Enregistrer une copie").get_attribute("download") == "invoice-2.jpg"


def test_a_document_waits_for_its_button_when_asked_to(tab: Page, site: Site) -> None:
    _serve_documents(site, *_containers(), auto=False)
    _import(tab, site, keyfile.export_keyfile(PRIVATE, PASSPHRASE), PASSPHRASE)
    expect(_status(tab)).to_have_text("words of imported", timeout=30_000)
    tab.goto(f"{site.address}/file")
    tab.get_by_role("button", name="Ouvrir").nth(1).click()
    expect(tab.locator("article").nth(1).get_by_role("status")).to_have_text("words of opened", timeout=30_000)
    assert tab.locator("iframe").count() == 0


def _states_with_key(tab: Page, site: Site) -> list[str]:
    _import(tab, site, keyfile.export_keyfile(PRIVATE, PASSPHRASE), PASSPHRASE)
    expect(_status(tab)).to_have_text("words of imported", timeout=30_000)
    tab.goto(f"{site.address}/file")
    done = tab.locator("article[data-state]:not([data-state=opening])")
    expect(done).to_have_count(tab.locator("article").count(), timeout=30_000)
    assert tab.locator("iframe, article img").count() == tab.locator("article[data-state=opened]").count()
    return [str(card.get_attribute("data-state")) for card in tab.locator("article").all()]


def test_swapped_files_are_refused_and_the_agent_is_told(tab: Page, site: Site) -> None:
    first, second = _containers()
    _serve_documents(site, first, second)
    site.files.update({"/container/1": second, "/container/2": first})
    assert _states_with_key(tab, site) == ["changed", "changed"]


def test_a_file_of_another_application_is_refused_even_when_it_is_listed(tab: Page, site: Site) -> None:
    first, _ = _containers()
    moved = _seal(b"%PDF-", binding=dataclasses.replace(BINDING, document_id=UUID(int=2), owner_id=UUID(int=9)))
    _serve_documents(site, first, moved)
    assert _states_with_key(tab, site) == ["opened", "misplaced"]


def test_a_forged_manifest_shows_nothing(tab: Page, site: Site) -> None:
    containers = _containers()
    _serve_documents(site, *containers, signed=_manifest(*containers, key=jwk.make_ec_key()))
    assert _states_with_key(tab, site) == ["not_genuine", "not_genuine"]


def test_a_missing_or_unlisted_file_does_not_stop_the_others(tab: Page, site: Site) -> None:
    first, second = _containers()
    _serve_documents(site, first, second, signed=_manifest(first, b"something else"))
    assert _states_with_key(tab, site) == ["opened", "changed"]
    del site.files["/container/1"]
    tab.reload()
    expect(tab.locator("article").nth(0)).to_have_attribute("data-state", "not_fetched")


@pytest.mark.parametrize(
    ("file", "passphrase", "code"),
    [
        (b"not a key", PASSPHRASE, "file_unreadable"),
        (keyfile.export_keyfile(PRIVATE, PASSPHRASE), "another phrase", "passphrase_wrong"),
        (keyfile.export_keyfile(key_pair("stranger")[1], PASSPHRASE), PASSPHRASE, "other_funder"),
    ],
    ids=["file", "passphrase", "funder"],
)
def test_an_import_that_fails_says_why_and_keeps_nothing(
    tab: Page, site: Site, file: bytes, passphrase: str, code: str
) -> None:
    _serve_documents(site, *_containers())
    _import(tab, site, file, passphrase)
    expect(_status(tab)).to_have_text(f"words of {code}", timeout=30_000)
    assert tab.locator("[aria-invalid=true]").count() == 1
    assert tab.evaluate("(funder) => globalThis.mobVault.kept(funder)", FUNDER) == []


def test_the_page_says_whether_a_key_is_here_and_can_forget_it(tab: Page, site: Site) -> None:
    _serve_documents(site, *_containers())
    _import(tab, site, keyfile.export_keyfile(PRIVATE, PASSPHRASE), PASSPHRASE)
    expect(tab.locator("[data-when=here]")).to_be_visible(timeout=30_000)
    tab.get_by_role("button", name="Retirer d’ici").click()
    expect(tab.locator("[data-when=away]")).to_be_visible()
    tab.goto(f"{site.address}/file")
    expect(tab.get_by_text("Aucune clé ici.")).to_be_visible()


def test_a_script_that_was_changed_does_not_run(computer: BrowserContext, site: Site) -> None:
    _serve_documents(site, *_containers())
    site.scripts["vault.js"] = (KEYS / "vault.js").read_bytes() + b"\n// one byte more"
    tab = computer.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    tab.goto(f"{site.address}/vault")
    assert not tab.evaluate("Boolean(globalThis.mobVault)")
    assert any("integrity" in text for text in refused)


def test_the_policy_of_the_page_stops_what_is_not_ours(vault: Page, site: Site) -> None:
    tries = """async (address) => {
        const blocked = [];
        document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
        await fetch("https://evil.example/").catch(() => {});
        document.body.append(Object.assign(document.createElement("script"), {textContent: "globalThis.evil = 1"}));
        document.body.append(Object.assign(document.createElement("iframe"), {src: address}));
        await new Promise((done) => setTimeout(done, 300));
        return {blocked, evil: globalThis.evil ?? null};
    }"""
    outcome = vault.evaluate(tries, site.address)
    assert outcome["evil"] is None
    assert {"connect-src", "script-src-elem", "frame-src"} <= set(outcome["blocked"])


def test_python_refuses_what_the_browser_refuses(vault: Page) -> None:
    container = _changed(_seal(b"a quote"), unprotected={"zip": "DEF"})
    assert _open(vault, container) == {"code": "unreadable"}
    with pytest.raises(Invalid, match="container_unreadable"):
        encryption.open_(container, PRIVATE, BINDING)
