/* Shows an application's documents to an agent whose key is kept on this computer. Nothing clear ever leaves the page.
 * Loaded after vault.js. The hooks it expects are in docs/reference/browser-keys.md.
 */

const vault = globalThis.mobVault;

/** Everything the page says of its documents. Null when the page has none. */
function pageData() {
  const block = document.getElementById("mob-documents");
  return block ? JSON.parse(block.textContent) : null;
}

async function fetched(address) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/mob-doc+jwe" } });
  } catch {
    throw new vault.VaultError("not_fetched");
  }
  if (!response.ok || response.redirected) throw new vault.VaultError("not_fetched");
  return new Uint8Array(await response.arrayBuffer());
}

/** Fetch, verify and open one document. Returns a Blob. */
async function opened(page, manifest, card) {
  const bytes = await fetched(card.dataset.url);
  await vault.checkListed(manifest, card.dataset.mobDocument, bytes);
  const place = { document: card.dataset.mobDocument, owner: page.owner, funder: page.funder };
  const { content, mediaType } = await vault.openContainer(bytes, place, (kid) => vault.keptKey(kid, page.funder));
  return new Blob([content], { type: mediaType });
}

/** A PDF goes to the browser's own viewer, which isolates it; a picture is a picture. */
function viewOf(blob, address, name) {
  if (blob.type === "application/pdf") {
    const frame = document.createElement("iframe");
    frame.title = name;
    frame.src = address;
    return frame;
  }
  const picture = document.createElement("img");
  picture.alt = name;
  picture.src = address;
  return picture;
}

function show(card, blob) {
  const address = URL.createObjectURL(blob);
  const name = card.dataset.name;
  card.querySelector("[data-view]").replaceChildren(viewOf(blob, address, name));
  for (const link of card.querySelectorAll("a[data-save], a[data-whole]")) {
    link.href = address;
    if ("save" in link.dataset) link.download = name;
    link.hidden = false;
  }
  for (const button of card.querySelectorAll("[data-act='open']")) button.hidden = true;
}

/** Put the words of a code, found in the page, where they are read out. */
function say(card, code) {
  const words = document.querySelector(`[data-message="${CSS.escape(code)}"]`);
  const place = card.querySelector("[data-status]");
  place.textContent = words ? words.textContent.trim() : code;
  card.dataset.state = code;
}

async function openCard(page, manifest, card) {
  say(card, "opening");
  try {
    show(card, await opened(page, manifest, card));
    say(card, "opened");
  } catch (error) {
    say(card, error instanceof vault.VaultError ? error.code : "unreadable");
  }
}

async function hasKey(page) {
  return (await vault.kept(page.funder)).length > 0;
}

/** Prepare every document of the page; those of an `auto` page open by themselves, one after the other. */
async function start() {
  const page = pageData();
  if (!page) return;
  const cards = [...document.querySelectorAll("[data-mob-document]")];
  if (!(await hasKey(page).catch(() => false))) {
    for (const notice of document.querySelectorAll("[data-mob-no-key]")) notice.hidden = false;
    for (const card of cards) say(card, "no_key");
    return;
  }
  let manifest;
  try {
    manifest = await vault.verifyManifest(page.manifest, page.manifest_key, page.owner);
  } catch (error) {
    for (const card of cards) say(card, error.code);
    return;
  }
  for (const card of cards) prepare(page, manifest, card);
  if (page.auto) for (const card of cards) await openCard(page, manifest, card);
}

function prepare(page, manifest, card) {
  for (const button of card.querySelectorAll("[data-act='open']")) {
    button.hidden = Boolean(page.auto);
    button.addEventListener("click", () => openCard(page, manifest, card));
  }
}

start();
