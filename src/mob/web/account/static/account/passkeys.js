// The two WebAuthn ceremonies, for forms marked data-passkey="get" or "create". Without this script they stay hidden.
// Challenges come from data-options as JSON; the answer goes back in the form's `credential` field.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decoded = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

async function create(options) {
  const key = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) } };
  const made = await navigator.credentials.create({
    publicKey: { ...key, excludeCredentials: decoded(options.excludeCredentials) },
  });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function get(options) {
  const signed = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: decoded(options.allowCredentials) },
  });
  const user = signed.response.userHandle;
  return answer(signed, {
    authenticatorData: text(signed.response.authenticatorData),
    signature: text(signed.response.signature),
    userHandle: user ? text(user) : null,
  });
}

function answer(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || null,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

async function run(form) {
  const error = form.querySelector("[data-passkey-error]");
  const button = form.querySelector("button");
  error.hidden = true;
  button.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(form.dataset.options, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!reply.ok) throw new Error(String(reply.status));
    const options = (await reply.json()).publicKey;
    form.elements.credential.value = JSON.stringify(await (form.dataset.passkey === "create" ? create : get)(options));
    form.submit();
  } catch (_refused) {
    error.hidden = false;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const able = "credentials" in navigator && "PublicKeyCredential" in window;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form);
  });
}
for (const block of document.querySelectorAll("[data-passkey-block]")) block.hidden = !able;
for (const block of document.querySelectorAll("[data-passkey-missing]")) block.hidden = able;
