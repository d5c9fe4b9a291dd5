"""The pages of keys and papers in a browser: their scripts do what their hooks say, and only those scripts run."""

from __future__ import annotations

import dataclasses
import json
import time
import uuid
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mob.directory import keys as directory_keys
from mob.documents import jwk, keyfile
from tests.contract.browser import KEYS, Site, page
from tests.contract.sealing import (
    BINDING,
    FUNDER,
    OWNER,
    PASSPHRASE,
    PLATFORM,
    PRIVATE,
    PUBLIC,
    RECOVERY_PUBLIC,
    sealed,
    signed_manifest,
)
from tests.corpus.build import made
from tests.factories.world import key_pair

pytestmark = pytest.mark.chromium

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
        "manifest": signed or signed_manifest(*containers),
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
    return sealed(made("scanned.pdf")), sealed(made("photograph.jpg"), "image/jpeg", second)


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
    moved = sealed(b"%PDF-", binding=dataclasses.replace(BINDING, document_id=UUID(int=2), owner_id=UUID(int=9)))
    _serve_documents(site, first, moved)
    assert _states_with_key(tab, site) == ["opened", "misplaced"]


def test_a_forged_manifest_shows_nothing(tab: Page, site: Site) -> None:
    containers = _containers()
    _serve_documents(site, *containers, signed=signed_manifest(*containers, key=jwk.make_ec_key()))
    assert _states_with_key(tab, site) == ["not_genuine", "not_genuine"]


def test_a_missing_or_unlisted_file_does_not_stop_the_others(tab: Page, site: Site) -> None:
    first, second = _containers()
    _serve_documents(site, first, second, signed=signed_manifest(first, b"something else"))
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
