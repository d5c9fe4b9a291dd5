/* The list to pay: opens each payee's bank details with the key kept on this computer, and builds the file for who pays.
 * The accounts' whole numbers exist in this page and in that file alone: nothing clear is ever sent. Loaded after vault.js.
 * Hooks: docs/reference/browser-keys.md.
 */

const vault = globalThis.mobVault;
const DETAILS = new Set(["application/json"]);
const AT_ONCE = 4;
const decode = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

function pageData() {
  const block = document.getElementById("mob-payments");
  return block ? JSON.parse(block.textContent) : null;
}

function words(code) {
  const found = document.querySelector(`[data-message="${CSS.escape(code)}"]`);
  return found ? found.textContent.trim() : code;
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

/** {holder, iban} of a line: the container must be the one the platform signed for this very award. */
async function opened(page, line) {
  const manifest = await vault.verifyManifest(line.manifest, page.manifest_key, line.award);
  const bytes = await fetched(line.url);
  await vault.checkListed(manifest, line.document, bytes);
  const place = { document: line.document, owner: line.award, funder: page.funder };
  const { content } = await vault.openContainer(bytes, place, (kid) => vault.keptKey(kid, page.funder), DETAILS);
  const details = JSON.parse(decode(new Uint8Array(content)));
  if (typeof details.holder !== "string" || !/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(details.iban)) throw new vault.VaultError("unreadable");
  return details;
}

function show(line, details) {
  const row = document.querySelector(`[data-mob-payee="${CSS.escape(line.order)}"]`);
  row.querySelector("[data-holder]").textContent = details.holder;
  row.querySelector("[data-iban]").textContent = details.iban.match(/.{1,4}/g).join(" ");
  row.dataset.state = "opened";
}

function fail(line, code) {
  const row = document.querySelector(`[data-mob-payee="${CSS.escape(line.order)}"]`);
  row.querySelector("[data-status]").textContent = words(code);
  row.dataset.state = code;
}

async function openAll(page) {
  const waiting = [...page.lines];
  const work = async () => {
    for (let line = waiting.shift(); line; line = waiting.shift()) {
      try {
        line.details = await opened(page, line);
        show(line, line.details);
      } catch (error) {
        fail(line, error instanceof vault.VaultError ? error.code : "unreadable");
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

// --- cells -----------------------------------------------------------------------------------------------------------

/** Text that no spreadsheet takes for a formula; one line, nothing invisible first. */
function inert(text) {
  const line = String(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  const first = line.normalize("NFKC").replace(/^[\s\p{C}\p{M}]+/u, "")[0] ?? "";
  return /[=+\-@;|\u2212]/.test(first) || /^[\t\r\n]/.test(String(text)) ? `'${line}` : line;
}

function row(page, line) {
  return [line.code, line.details.holder, line.details.iban, { cents: line.cents }, line.aid, line.budget_line, line.deliberation, line.reference, "", ""];
}

const euros = (cents, mark) => `${Math.floor(cents / 100)}${mark}${String(cents % 100).padStart(2, "0")}`;

function csv(page, rows) {
  const cell = (value) => `"${(value?.cents === undefined ? inert(value) : euros(value.cents, ",")).replaceAll('"', '""')}"`;
  const lines = [page.headings, ...rows].map((cells) => cells.map(cell).join(";"));
  return new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
}

// --- OpenDocument ----------------------------------------------------------------------------------------------------

const OASIS = "urn:oasis:names:tc:opendocument:xmlns";
const ODS = "application/vnd.oasis.opendocument.spreadsheet";
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function odsCell(value) {
  if (value?.cents !== undefined) return `<table:table-cell table:style-name="m" office:value-type="float" office:value="${euros(value.cents, ".")}"/>`;
  if (!value) return "<table:table-cell/>";
  return `<table:table-cell office:value-type="string"><text:p>${escaped(inert(value))}</text:p></table:table-cell>`;
}

function odsContent(page, rows) {
  const head = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="${OASIS}:office:1.0" xmlns:style="${OASIS}:style:1.0" xmlns:table="${OASIS}:table:1.0" xmlns:text="${OASIS}:text:1.0" xmlns:number="${OASIS}:datastyle:1.0" office:version="1.3"><office:automatic-styles><number:number-style style:name="nm"><number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1"/></number:number-style><style:style style:name="m" style:family="table-cell" style:data-style-name="nm"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="${escaped(page.sheet)}">`;
  const lines = [page.headings, ...rows].map((cells) => `<table:table-row>${cells.map(odsCell).join("")}</table:table-row>`);
  return `${head}${lines.join("")}</table:table></office:spreadsheet></office:body></office:document-content>`;
}

function ods(page, rows) {
  const manifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="${OASIS}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${ODS}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`;
  return new Blob(zipped([["mimetype", ODS], ["META-INF/manifest.xml", manifest], ["content.xml", odsContent(page, rows)]]), { type: ODS });
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian fields, each [bytes, value]. */
function fields(...pairs) {
  const bytes = [];
  for (const [width, value] of pairs) for (let at = 0; at < width; at += 1) bytes.push(Math.floor(value / 256 ** at) & 0xff);
  return new Uint8Array(bytes);
}

/** A zip whose entries are stored as they are (APPNOTE 6.3.10): the parts of a Blob. */
function zipped(entries) {
  const parts = [], directory = [];
  let at = 0, size = 0;
  for (const [name, text] of entries) {
    const [label, content] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    const same = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc32(content)], [4, content.length], [4, content.length], [2, label.length], [2, 0]];
    const local = fields([4, 0x04034b50], ...same);
    const central = fields([4, 0x02014b50], [2, 20], ...same, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
    parts.push(local, label, content);
    directory.push(central, label);
    at += local.length + label.length + content.length;
    size += central.length + label.length;
  }
  return [...parts, ...directory, fields([4, 0x06054b50], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, size], [4, at], [2, 0])];
}

// --- the page --------------------------------------------------------------------------------------------------------

/** The ticked lines, or all of them when none is; only those whose account could be read. */
function chosen(page) {
  const ticked = new Set([...document.querySelectorAll("input[name='choix']:checked")].map((box) => box.value));
  return page.lines.filter((line) => line.details && (!ticked.size || ticked.has(line.order)));
}

function offer(page, button, build, extension) {
  button.disabled = false;
  button.addEventListener("click", () => {
    const rows = chosen(page).map((line) => row(page, line));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(build(page, rows));
    link.download = `${page.file}.${extension}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    document.querySelector("[data-pay-status]").textContent = words("file_built").replace("{count}", rows.length);
  });
}

async function start() {
  const page = pageData();
  if (!page || !page.lines.length) return;
  const has = await vault.kept(page.funder).then((kids) => kids.length > 0, () => false);
  if (!has) {
    for (const notice of document.querySelectorAll("[data-mob-no-key]")) notice.hidden = false;
    return;
  }
  await openAll(page);
  const builders = { csv, ods };
  for (const button of document.querySelectorAll("[data-build]")) offer(page, button, builders[button.dataset.build], button.dataset.build);
  document.querySelector("[data-pay-tools]").hidden = false;
  document.querySelector("[data-pay-list]").dataset.state = "ready";
}

start();
