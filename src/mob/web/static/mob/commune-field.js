// A text field that suggests communes while one types (WAI-ARIA combobox with a list). Without it the form works:
// the server finds the commune from the text. The words come from the page, so that they follow its language.
const PAUSE = 120; // ms without a key before asking
const SHORTEST = 2;

class CommuneField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.add("ul", { role: "listbox", id: `${this.input.id}-list`, class: "commune__list", "aria-label": this.querySelector("label").textContent });
    this.status = this.add("p", { role: "status", class: "visually-hidden" });
    const { input, list } = this;
    for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id })) input.setAttribute(name, value);
    this.close();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the text field keeps the focus
    list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  add(tag, attributes) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return this.appendChild(element);
  }

  // The code belongs to a suggestion: typing again makes it unknown, and the server's list of choices stale.
  set code(value) {
    const name = this.querySelector("[type=hidden],[type=radio]").name;
    this.querySelector("fieldset")?.remove();
    (this.querySelector("[type=hidden]") ?? this.add("input", { type: "hidden", name })).value = value;
  }

  typed() {
    this.code = "";
    clearTimeout(this.timer);
    this.asked?.abort();
    this.say("");
    const text = this.input.value.trim();
    if (text.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.source}?q=${encodeURIComponent(text)}`, { signal: this.asked.signal });
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.close(); // offline or overtaken by the next letter: the server will find the commune
    }
  }

  show(communes) {
    if (document.activeElement !== this.input) return;
    this.close();
    this.list.replaceChildren(...communes.map((commune, index) => this.option(commune, index)));
    const { one, many, none } = this.dataset;
    this.say(communes.length ? (communes.length === 1 ? one : many.replace("{n}", communes.length)) : none, !communes.length);
    if (communes.length) this.open();
  }

  option(commune, index) {
    const item = document.createElement("li");
    Object.assign(item, { id: `${this.list.id}-${index}`, role: "option" });
    item.setAttribute("aria-selected", "false");
    Object.assign(item.dataset, { code: commune.code, text: commune.text });
    for (const [tag, words] of [["strong", commune.name], ["span", commune.detail]]) item.appendChild(document.createElement(tag)).textContent = words;
    return item;
  }

  say(words, seen = false) {
    this.status.className = seen ? "hint" : "visually-hidden";
    this.status.textContent = words;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.mark(null);
    this.input.setAttribute("aria-expanded", "false");
  }

  key(event) {
    if (event.isComposing) return;
    const opened = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.list.children.length) {
      event.preventDefault();
      if (opened) this.move(step);
      else this.open();
    } else if (opened && event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (opened && event.key === "Enter" && this.active) {
      event.preventDefault();
      this.choose(this.active);
    }
  }

  move(step) {
    const items = [...this.list.children];
    const from = items.indexOf(this.active);
    const next = from < 0 ? (step > 0 ? 0 : items.length - 1) : (from + step + items.length) % items.length;
    this.mark(items[next]);
    this.active.scrollIntoView({ block: "nearest" });
  }

  mark(item) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = item;
    item?.setAttribute("aria-selected", "true");
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(item) {
    if (!item) return;
    this.input.value = item.dataset.text;
    this.code = item.dataset.code;
    this.list.replaceChildren();
    this.close();
    this.say("");
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("commune-field", CommuneField);
