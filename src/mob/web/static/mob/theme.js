// Remembers the appearance, closes folds on a small screen, moves title and focus to the error summary.
// Without this file the page follows the device and everything stays open.
(function (doc, key) {
  "use strict";
  var chosen = "";
  try { chosen = localStorage.getItem(key) || ""; } catch (refused) { /* private browsing */ }
  if (chosen) doc.documentElement.dataset.theme = chosen;

  function apply(list, theme) {
    chosen = theme;
    if (theme) doc.documentElement.dataset.theme = theme;
    else delete doc.documentElement.dataset.theme;
    try { if (theme) localStorage.setItem(key, theme); else localStorage.removeItem(key); } catch (refused) { /* private browsing */ }
    show(list);
  }

  function show(list) {
    list.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
    });
  }

  doc.addEventListener("DOMContentLoaded", function () {
    if (innerWidth < 960) doc.querySelectorAll("details.fold").forEach(function (fold) { fold.open = false; });
    var summary = doc.querySelector(".error-summary");
    if (summary) {
      doc.title = summary.querySelector("h2").textContent + " · " + doc.title;
      summary.focus();
    }
    var list = doc.querySelector("[data-themes]");
    if (!list) return;
    list.hidden = false;
    show(list);
    list.addEventListener("click", function (event) {
      var button = event.target.closest("[data-theme-choice]");
      if (button) apply(list, button.dataset.themeChoice);
    });
  });
})(document, "mob-theme");
