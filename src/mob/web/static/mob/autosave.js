// Saves the page being filled without a word: three seconds after typing stops, when a field is left, when the page goes.
// Without this file each step saves when it is sent. A form asks for it with data-autosave="<address>".
(function (doc) {
  "use strict";
  var QUIET = 3000;

  function watch(form) {
    var status = doc.querySelector("[data-saved]");
    var words = status && status.querySelector("span");
    var before = body(form);
    var last = 0, timer = 0, busy = false;

    function later() {
      clearTimeout(timer);
      timer = setTimeout(save, Math.max(QUIET, last + QUIET - Date.now()));
    }

    function save() {
      var now = body(form);
      if (busy || now === before) return;
      if (Date.now() - last < QUIET) return later();
      busy = true;
      last = Date.now();
      post(form, now).then(function (answer) {
        before = now;
        say(answer.text, false);
      }).catch(function () {
        say(status && status.dataset.failed, true);
      }).finally(function () { busy = false; });
    }

    function say(text, failed) {
      if (!words || !text) return;
      status.hidden = false;
      status.classList.toggle("saved--failed", failed);
      words.textContent = text;
    }

    form.addEventListener("input", later);
    form.addEventListener("change", save);
    form.addEventListener("focusout", save);
    form.addEventListener("submit", function () { clearTimeout(timer); busy = true; });
    addEventListener("pagehide", function () {
      if (!busy && body(form) !== before) post(form, body(form));
    });
  }

  function body(form) {
    return new URLSearchParams(new FormData(form)).toString();
  }

  function post(form, content) {
    return fetch(form.dataset.autosave, {
      method: "POST", body: content, keepalive: true, credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json" },
    }).then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    });
  }

  doc.querySelectorAll("form[data-autosave]").forEach(watch);
})(document);
