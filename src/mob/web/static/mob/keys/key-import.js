/* Brings a funder's key to this computer from its file and passphrase, and lists or forgets the keys kept here.
 * Nothing is sent: the form's fields have no name. Loaded after vault.js. Hooks: docs/reference/browser-keys.md.
 */

const vault = globalThis.mobVault;

function say(form, code) {
  const known = document.querySelector(`[data-message="${CSS.escape(code)}"]`);
  const place = form.querySelector("[data-status]");
  place.textContent = known ? known.textContent.trim() : code;
  place.dataset.code = code;
}

/** Mark the field at fault and put the cursor in it. */
function blame(form, code) {
  const file = form.querySelector("input[type=file]");
  const passphrase = form.querySelector("[data-passphrase]");
  const atFault = { file_missing: file, file_unreadable: file, other_funder: file, passphrase_wrong: passphrase }[code];
  for (const field of [file, passphrase]) field.toggleAttribute("aria-invalid", false);
  if (!atFault) return;
  atFault.setAttribute("aria-invalid", "true");
  atFault.focus();
}

async function bring(form) {
  const [file] = form.querySelector("input[type=file]").files;
  if (!file) throw new vault.VaultError("file_missing");
  if (file.size > 16000) throw new vault.VaultError("file_unreadable");
  const passphrase = form.querySelector("[data-passphrase]");
  say(form, "reading");
  const jwk = await vault.readKeyFile(await file.text(), passphrase.value);
  if (!JSON.parse(form.dataset.kids).includes(jwk.kid)) throw new vault.VaultError("other_funder");
  await vault.keep(jwk, form.dataset.funder);
  passphrase.value = "";
}

async function submit(form) {
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await bring(form);
    blame(form, "");
    say(form, "imported");
    for (const part of form.querySelectorAll("[data-when-imported]")) part.hidden = false;
    await showKept();
  } catch (error) {
    const code = error instanceof vault.VaultError ? error.code : "file_unreadable";
    blame(form, code);
    say(form, code);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** Say of each key of the page whether this computer has it. */
async function showKept() {
  for (const row of document.querySelectorAll("[data-mob-key]")) {
    const isHere = Boolean(await vault.keptKey(row.dataset.mobKey, row.dataset.funder).catch(() => null));
    for (const part of row.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "here") !== isHere;
  }
}

for (const form of document.querySelectorAll("[data-mob-key-import]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
}
for (const row of document.querySelectorAll("[data-mob-key]")) {
  for (const button of row.querySelectorAll("[data-act='forget']")) {
    button.addEventListener("click", () => vault.forget(row.dataset.mobKey).then(showKept));
  }
}
showKept();
