/* Makes a funder's key pair and its recovery pair in this browser, hands out both files, proves to the server that the
 * key opens, and keeps the main key here. The private halves never leave the page but in their files.
 * Loaded after vault.js and words.js. The hooks it expects are in docs/reference/browser-keys.md.
 */

const vault = globalThis.mobVault;
const ROLES = ["main", "recovery"];

class Creation {
  constructor(form) {
    this.form = form;
    this.pairs = {};
    this.taken = new Set();
  }

  start() {
    this.on("make", () => this.make());
    this.on("activate", () => this.activate());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    for (const role of ROLES) this.link(role).addEventListener("click", () => this.taken.add(role));
    addEventListener("beforeunload", (event) => this.pairs.main && event.preventDefault());
    this.step("start");
  }

  on(act, run) {
    this.form.querySelector(`[data-act="${act}"]`).addEventListener("click", () => this.guarded(run));
  }

  /** One thing at a time, and every failure in words. */
  async guarded(run) {
    const buttons = this.form.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    try {
      await run();
    } catch (error) {
      this.say(error instanceof vault.VaultError ? error.code : "failed", error.words);
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  async make() {
    this.say("making");
    for (const role of ROLES) {
      const pair = await vault.makePair();
      const passphrase = vault.makePassphrase(globalThis.mobWords);
      const file = await vault.writeKeyFile(pair.privateJwk, passphrase);
      this.pairs[role] = { ...pair, passphrase };
      this.offer(role, passphrase, file, pair.kid);
    }
    this.say("made");
    this.step("keep");
  }

  link(role) {
    return this.form.querySelector(`a[data-file="${role}"]`);
  }

  offer(role, passphrase, file, kid) {
    const list = this.form.querySelector(`[data-words="${role}"]`);
    list.replaceChildren(...passphrase.split(" ").map((word) => Object.assign(document.createElement("li"), { textContent: word })));
    const link = this.link(role);
    link.href = URL.createObjectURL(new Blob([file], { type: "application/jose" }));
    link.download = `mob-${link.dataset.name}-${kid.slice(0, 8)}.jwe`;
  }

  async activate() {
    if (!ROLES.every((role) => this.taken.has(role))) throw new vault.VaultError("files_not_taken");
    const typed = this.form.querySelector("[data-retype]");
    if (vault.normalise(typed.value) !== this.pairs.main.passphrase) {
      typed.setAttribute("aria-invalid", "true");
      typed.focus();
      throw new vault.VaultError("retype_wrong");
    }
    typed.removeAttribute("aria-invalid");
    this.say("activating");
    await this.register();
    await vault.keep(this.pairs.main.privateJwk, this.form.dataset.funder);
    this.pairs = {};
    for (const list of this.form.querySelectorAll("[data-words]")) list.replaceChildren();
    this.say("active");
    this.step("done");
  }

  /** Give the public halves, open the challenge that comes back, return the answer: only then is the key used. */
  async register() {
    const { main, recovery } = this.pairs;
    const jwks = { main_jwk: main.publicJwk, recovery_jwk: recovery.publicJwk };
    const { challenge, activate } = await this.post(this.form.dataset.register, jwks);
    await this.post(activate, { answer: await vault.answerChallenge(challenge, main.privateJwk) });
  }

  async post(address, body) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    let response;
    try {
      response = await fetch(address, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) });
    } catch {
      throw new vault.VaultError("not_sent");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new vault.VaultError("refused"), { words: answer.message });
    return answer;
  }

  /** Show one step of the page and put the reading point on its heading. */
  step(name) {
    for (const part of this.form.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
    if (name !== "start") this.form.querySelector(`[data-step="${name}"] [tabindex="-1"]`)?.focus();
  }

  say(code, words) {
    const known = document.querySelector(`[data-message="${CSS.escape(code)}"]`);
    const place = this.form.querySelector("[data-status]");
    place.textContent = words || (known ? known.textContent.trim() : code);
    place.dataset.code = code;
  }
}

for (const form of document.querySelectorAll("[data-mob-key-create]")) new Creation(form).start();
