// Beside rules being written: what they say, line numbers, names to insert. Without this file the page works when sent.
const PAUSE = 600; // ms without a key before asking

const form = document.querySelector("[data-check]");
const look = document.querySelector("[data-look]");
const text = form.querySelector("textarea.code");
let timer = 0, asked = null;

async function check() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", signal: asked.signal,
    });
    if (answer.ok && !answer.redirected) look.innerHTML = await answer.text();
  } catch {
    // Offline, or overtaken by the next key: saving checks again.
  }
}

function number() {
  const count = text.value.split("\n").length;
  if (count !== lines.childElementCount) {
    lines.replaceChildren(...Array.from({ length: Math.min(count, 10000) }, (_, at) => {
      const line = document.createElement("div");
      line.textContent = at + 1;
      return line;
    }));
  }
  lines.scrollTop = text.scrollTop;
}

function go(line) {
  const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = text.value.indexOf("\n", before);
  text.focus();
  text.setSelectionRange(before, end < 0 ? text.value.length : end);
  text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight);
}

function insert(name) {
  text.focus();
  text.setRangeText(name, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

form.addEventListener("input", (event) => {
  if (event.target.id === "find-fact") return;
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
});

const lines = document.createElement("div");
if (text) {
  lines.className = "code numbered__lines";
  lines.setAttribute("aria-hidden", "true");
  text.before(lines);
  text.addEventListener("input", number);
  text.addEventListener("scroll", number);
  number();
  look.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    go(Number(link.dataset.line));
  });
  completion();
}

function completion() {
  const words = document.querySelector("[data-insert-words]").textContent;
  const items = [...document.querySelectorAll("[data-insert]")];
  for (const item of items) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.append(item.querySelector("code"));
    button.setAttribute("aria-label", words.replace("{name}", item.dataset.insert));
    button.addEventListener("click", () => insert(item.dataset.insert));
    item.prepend(button);
  }
  const box = document.querySelector("[data-filter]");
  box.hidden = false;
  box.querySelector("input").addEventListener("input", (event) => {
    const typed = plain(event.target.value);
    for (const item of items) item.hidden = !plain(item.textContent).includes(typed);
  });
}

function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
