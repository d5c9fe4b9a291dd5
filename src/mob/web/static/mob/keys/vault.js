/* The mathematics of a funder's keys in a browser, on WebCrypto alone: key pairs, passphrase files, keys kept on this
 * computer, sealed containers, the signed manifest. It touches no page: key-create.js, key-import.js and decrypt.js do.
 * Formats: docs/reference/document-format.md. Python's twin: mob/documents/{keyfile,encryption,manifest}.py.
 *
 * Pages load it as a module before their own script, each with its `integrity`; it leaves its functions, frozen, in
 * `globalThis.mobVault`, since a module's imports cannot carry an integrity of their own.
 */

const ROUNDS = 600000;
const ROUNDS_LEAST = 100000;
const ROUNDS_MOST = 2000000;
const FILE_TYPE = "mob-key+jwe";
const FILE_ALGORITHM = "PBES2-HS512+A256KW";
const CONTAINER_TYPE = "mob-doc+jwe";
const CHALLENGE_TYPE = "mob-canary+jwe";
const MANIFEST_TYPE = "mob-manifest+jws";
const CONTAINER_MOST = 14500000;
const RSA = { name: "RSA-OAEP", hash: "SHA-256" };
// What may be shown from memory: never a type a browser would run as a page.
const SHOWN = new Set(["application/pdf", "image/jpeg", "image/png", "image/webp"]);
const PUBLIC_MEMBERS = ["kty", "n", "e"];
const PRIVATE_MEMBERS = [...PUBLIC_MEMBERS, "d", "p", "q", "dp", "dq", "qi"];

/** An expected failure. `code` finds its words in the page. */
export class VaultError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// --- texts and bytes -------------------------------------------------------------------------------------------------

const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** Base64url without padding. */
export function b64u(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Strict inverse: one text a value, so that no changed letter goes unseen. */
export function unb64u(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new VaultError("unreadable");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  if (text.length % 4 && b64u(bytes.subarray(bytes.length - (bytes.length % 3))) !== text.slice(-(text.length % 4))) {
    throw new VaultError("unreadable");
  }
  return bytes;
}

const packed = (value) => b64u(encode(JSON.stringify(value)));

function unpacked(text) {
  try {
    return JSON.parse(decode(unb64u(text)));
  } catch {
    throw new VaultError("unreadable");
  }
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

const hexadecimal = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

// --- keys ------------------------------------------------------------------------------------------------------------

/** RFC 7638 thumbprint of an RSA key: its `kid`. */
export async function thumbprint(jwk) {
  return b64u(await sha256(encode(JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n }))));
}

const only = (jwk, members) => Object.fromEntries(members.map((name) => [name, jwk[name]]));

/** A fresh RSA 3072 pair: {publicJwk, privateJwk, kid}. The private half exists in this page's memory and nowhere else. */
export async function makePair() {
  const algorithm = { ...RSA, modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]) };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["encrypt", "decrypt"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const named = { kid: await thumbprint(jwk), alg: "RSA-OAEP-256", use: "enc" };
  const privateJwk = { ...only(jwk, PRIVATE_MEMBERS), ...named };
  return { publicJwk: only(jwk, PUBLIC_MEMBERS), privateJwk, kid: named.kid };
}

/** A key that opens and can never be read again, even by this page. */
async function locked(jwk) {
  const members = { ...only(jwk, PRIVATE_MEMBERS), alg: "RSA-OAEP-256", ext: false };
  return crypto.subtle.importKey("jwk", members, RSA, false, ["unwrapKey"]);
}

/** As many words as asked, each drawn evenly from the list. */
export function makePassphrase(words, count = 7) {
  const range = Math.floor(65536 / words.length) * words.length;
  const drawn = [];
  while (drawn.length < count) {
    const [number] = crypto.getRandomValues(new Uint16Array(1));
    if (number < range) drawn.push(words[number % words.length]);
  }
  return drawn.join(" ");
}

/** What was typed, as the key is derived from it. */
export function normalise(passphrase) {
  return passphrase.toLowerCase().replaceAll("-", " ").split(/\s+/).filter(Boolean).join(" ");
}

// --- passphrase files ------------------------------------------------------------------------------------------------

async function derive(passphrase, salt, rounds, usage) {
  const typed = await crypto.subtle.importKey("raw", encode(normalise(passphrase)), "PBKDF2", false, ["deriveKey"]);
  const fullSalt = new Uint8Array([...encode(FILE_ALGORITHM), 0, ...salt]);
  const work = { name: "PBKDF2", hash: "SHA-512", salt: fullSalt, iterations: rounds };
  return crypto.subtle.deriveKey(work, typed, { name: "AES-KW", length: 256 }, false, [usage]);
}

/** The file (JWE compact) that carries a private key under a passphrase. */
export async function writeKeyFile(privateJwk, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const head = { alg: FILE_ALGORITHM, enc: "A256GCM", typ: FILE_TYPE, cty: "jwk+json", kid: privateJwk.kid };
  const protectedHead = packed({ ...head, p2s: b64u(salt), p2c: ROUNDS });
  const wrapped = await crypto.subtle.wrapKey("raw", key, await derive(passphrase, salt, ROUNDS, "wrapKey"), "AES-KW");
  const cipher = { name: "AES-GCM", iv: nonce, additionalData: encode(protectedHead) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher, key, encode(JSON.stringify(privateJwk))));
  const parts = [new Uint8Array(wrapped), nonce, sealed.subarray(0, -16), sealed.subarray(-16)];
  return [protectedHead, ...parts.map(b64u)].join(".");
}

/** The private JWK of a file. Codes: file_unreadable, passphrase_wrong. */
export async function readKeyFile(text, passphrase) {
  const { head, parts, protectedHead } = fileParts(text.trim());
  const [wrapped, nonce, ciphertext, tag] = parts;
  let jwk;
  try {
    const wrapping = await derive(passphrase, unb64u(head.p2s), head.p2c, "unwrapKey");
    const key = await crypto.subtle.unwrapKey("raw", wrapped, wrapping, "AES-KW", "AES-GCM", false, ["decrypt"]);
    const cipher = { name: "AES-GCM", iv: nonce, additionalData: encode(protectedHead) };
    const clear = await crypto.subtle.decrypt(cipher, key, new Uint8Array([...ciphertext, ...tag]));
    jwk = JSON.parse(decode(clear));
  } catch {
    throw new VaultError("passphrase_wrong");
  }
  if ((await thumbprint(jwk)) !== head.kid) throw new VaultError("file_unreadable");
  return jwk;
}

function fileParts(text) {
  try {
    const [protectedHead, ...rest] = text.split(".");
    const head = unpacked(protectedHead);
    const isOurs = head.typ === FILE_TYPE && head.alg === FILE_ALGORITHM && head.enc === "A256GCM";
    // A made-up file must not ask for a billion rounds.
    const isHonest = Number.isInteger(head.p2c) && head.p2c >= ROUNDS_LEAST && head.p2c <= ROUNDS_MOST;
    if (text.length > 16000 || rest.length !== 4 || !isOurs || !isHonest) throw new VaultError("unreadable");
    return { head, protectedHead, parts: rest.map(unb64u) };
  } catch {
    throw new VaultError("file_unreadable");
  }
}

// --- keys kept on this computer --------------------------------------------------------------------------------------

const STORE = "keys";

function database() {
  return new Promise((done, failed) => {
    const request = indexedDB.open("mob-keys", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "kid" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(new VaultError("storage_refused"));
  });
}

async function inStore(mode, act) {
  const opened = await database();
  try {
    return await new Promise((done, failed) => {
      const transaction = opened.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(new VaultError("storage_refused"));
    });
  } finally {
    opened.close();
  }
}

/** Keep a private key here for a funder: it opens from now on, and cannot be copied out again. */
export async function keep(privateJwk, funder) {
  const record = { kid: privateJwk.kid, funder, key: await locked(privateJwk), since: new Date().toISOString() };
  await inStore("readwrite", (store) => store.put(record));
  navigator.storage?.persist?.().catch(() => {});
}

/** The kids kept here for a funder. */
export async function kept(funder) {
  const records = await inStore("readonly", (store) => store.getAll());
  return records.filter((record) => record.funder === funder).map((record) => record.kid);
}

/** The key of that name when it is kept here for that funder, else null. */
export async function keptKey(kid, funder) {
  const record = await inStore("readonly", (store) => store.get(kid));
  return record && record.funder === funder ? record.key : null;
}

export async function forget(kid) {
  await inStore("readwrite", (store) => store.delete(kid));
}

// --- containers ------------------------------------------------------------------------------------------------------

async function unsealed(message, recipient, key, type) {
  const head = unpacked(message.protected);
  if (head.enc !== "A256GCM" || head.typ !== type || recipient.header?.alg !== "RSA-OAEP-256") throw new VaultError("unreadable");
  const [nonce, tag] = [unb64u(message.iv), unb64u(message.tag)];
  if (nonce.length !== 12 || tag.length !== 16) throw new VaultError("unreadable");
  const wrapped = unb64u(recipient.encrypted_key);
  const ciphertext = unb64u(message.ciphertext);
  const sealed = new Uint8Array(ciphertext.length + tag.length);
  sealed.set(ciphertext);
  sealed.set(tag, ciphertext.length);
  try {
    const inner = await crypto.subtle.unwrapKey("raw", wrapped, key, RSA, "AES-GCM", false, ["decrypt"]);
    const bound = encode(`${message.protected}.${message.aad}`);
    return { head, content: await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: bound }, inner, sealed) };
  } catch {
    throw new VaultError("changed");
  }
}

function parsed(bytes) {
  try {
    if (bytes.length > CONTAINER_MOST) throw new VaultError("unreadable");
    const message = JSON.parse(decode(bytes));
    const members = Object.keys(message).sort().join(" ");
    if (members !== "aad ciphertext iv protected recipients tag" || !Array.isArray(message.recipients)) throw new VaultError("unreadable");
    return message;
  } catch {
    throw new VaultError("unreadable");
  }
}

/** Open a container that must be sealed to `place` ({document, owner, funder}). `keyOf(kid)` gives a key or null.
 *  `types`: what may be inside. Returns {content: ArrayBuffer, mediaType}. Codes: unreadable, misplaced, not_for_key, changed. */
export async function openContainer(bytes, place, keyOf, types = SHOWN) {
  const message = parsed(bytes);
  const bound = unpacked(message.aad);
  const isHere = bound.v === 2 && bound.doc === place.document && bound.app === place.owner && bound.fnd === place.funder;
  if (!isHere) throw new VaultError("misplaced");
  for (const recipient of message.recipients) {
    const key = await keyOf(recipient.header?.kid);
    if (!key) continue;
    const { head, content } = await unsealed(message, recipient, key, CONTAINER_TYPE);
    if (!types.has(head.cty)) throw new VaultError("unreadable");
    return { content, mediaType: head.cty };
  }
  throw new VaultError("not_for_key");
}

/** The answer to a server's challenge, base64url: proof that this browser holds the private key. */
export async function answerChallenge(message, privateJwk) {
  const recipient = message.recipients?.find((one) => one.header?.kid === privateJwk.kid);
  if (!recipient) throw new VaultError("not_for_key");
  const { content } = await unsealed(message, recipient, await locked(privateJwk), CHALLENGE_TYPE);
  return b64u(new Uint8Array(content));
}

// --- manifest --------------------------------------------------------------------------------------------------------

/** The signed list of an application's documents. Code: not_genuine. */
export async function verifyManifest(text, publicJwk, owner) {
  try {
    const [head, payload, signature] = text.split(".");
    const header = unpacked(head);
    const members = { kty: publicJwk.kty, crv: publicJwk.crv, x: publicJwk.x, y: publicJwk.y };
    const key = await crypto.subtle.importKey("jwk", members, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const check = { name: "ECDSA", hash: "SHA-256" };
    const isGenuine = await crypto.subtle.verify(check, key, unb64u(signature), encode(`${head}.${payload}`));
    const manifest = unpacked(payload);
    const isOurs = header.alg === "ES256" && header.typ === MANIFEST_TYPE && manifest.v === 2 && manifest.app === owner;
    if (!isGenuine || !isOurs || text.split(".").length !== 3) throw new VaultError("not_genuine");
    return manifest;
  } catch {
    throw new VaultError("not_genuine");
  }
}

/** Refuse a container that is not, byte for byte, the one the manifest names. Code: changed. */
export async function checkListed(manifest, documentId, bytes) {
  const entry = manifest.documents.find((one) => one.doc === documentId);
  if (!entry || entry.size !== bytes.length || entry.sha256 !== hexadecimal(await sha256(bytes))) throw new VaultError("changed");
  return entry;
}

globalThis.mobVault = Object.freeze({
  VaultError,
  answerChallenge,
  b64u,
  checkListed,
  forget,
  keep,
  kept,
  keptKey,
  makePair,
  makePassphrase,
  normalise,
  openContainer,
  readKeyFile,
  thumbprint,
  unb64u,
  verifyManifest,
  writeKeyFile,
});
