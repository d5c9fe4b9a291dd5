/* Single-letter shortcuts of the desk, when the page says they are on. `data-key` names the letter of a link, button or
 * field; J, K, O and X move in the table; [ and ] from paper to paper. Nothing here is needed to work. */
(function () {
  "use strict";
  if (!("shortcuts" in document.body.dataset)) return;
  const rows = [...document.querySelectorAll(".queue tbody tr")];
  const papers = [...document.querySelectorAll("[data-mob-document] h3")];
  let row = -1;
  let paper = -1;

  function go(step) {
    if (!rows.length) return;
    if (row >= 0) rows[row].classList.remove("cursor");
    row = Math.min(rows.length - 1, Math.max(0, row + step));
    rows[row].classList.add("cursor");
    rows[row].querySelector("a").focus();
    rows[row].scrollIntoView({ block: "nearest" });
  }

  function turn(step) {
    if (!papers.length) return;
    paper = Math.min(papers.length - 1, Math.max(0, paper + step));
    papers[paper].focus();
    papers[paper].scrollIntoView({ block: "start" });
  }

  function tick() {
    const box = row >= 0 && rows[row].querySelector("input[type=checkbox]");
    if (box) box.click();
  }

  function follow(letter) {
    const target = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
    if (!target) return false;
    if (target.matches("input, textarea")) target.focus();
    else target.click();
    return true;
  }

  const moves = {
    j: () => go(1),
    k: () => go(-1),
    o: () => row >= 0 && rows[row].querySelector("a").click(),
    x: tick,
    "]": () => turn(1),
    "[": () => turn(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const letter = event.key.toLowerCase();
    if (moves[letter]) moves[letter]();
    else if (!follow(letter)) return;
    event.preventDefault();
  });
})();
