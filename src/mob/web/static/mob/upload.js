// Sends a file as soon as it is chosen, shows how far it is, and says beside it what is wrong with it.
// Without this file the form has its own button. A form asks for it with data-upload.
(function (doc) {
  "use strict";

  function enhance(form) {
    var input = form.querySelector("input[type=file]");
    var error = form.querySelector("[data-error]");
    var state = form.querySelector("[data-state]");
    var bar = form.querySelector("[data-progress]");
    form.querySelector("[data-submit]").hidden = true;

    input.addEventListener("change", function () {
      if (input.files.length) check(input.files[0]);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (input.files.length) check(input.files[0]);
    });

    function check(file) {
      refuse("");
      if (file.size > Number(form.dataset.max)) return refuse(form.dataset.tooBig);
      send();
    }

    function send() {
      var request = new XMLHttpRequest();
      var content = new FormData(form);
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) show(Math.round(100 * event.loaded / event.total));
      });
      request.upload.addEventListener("load", function () {
        bar.removeAttribute("value");
        state.textContent = form.dataset.checking;
      });
      request.addEventListener("load", function () { finish(request.status, request.response); });
      request.addEventListener("error", function () { refuse(form.dataset.failed); });
      request.addEventListener("abort", function () { refuse(form.dataset.failed); });
      input.disabled = true;
      show(0);
      request.send(content);
    }

    function show(percent) {
      bar.hidden = false;
      bar.value = percent;
      // Said by quarters, or a screen reader would speak all along.
      if (percent % 25 === 0) state.textContent = form.dataset.sending.replace("{percent}", percent);
    }

    function finish(status, answer) {
      if (status === 201 && answer) {
        location.hash = answer.anchor;
        location.reload();
      } else {
        refuse(answer && answer.message || form.dataset.failed);
      }
    }

    function refuse(words) {
      error.hidden = !words;
      error.querySelector("span").textContent = words;
      bar.hidden = true;
      state.textContent = "";
      input.disabled = false;
      input.toggleAttribute("aria-invalid", Boolean(words));
      if (!words) return;
      input.value = "";
      input.setAttribute("aria-invalid", "true");
      if (input.getAttribute("aria-describedby").indexOf(error.id) < 0) {
        input.setAttribute("aria-describedby", input.getAttribute("aria-describedby") + " " + error.id);
      }
      error.setAttribute("role", "alert");
      input.focus();
    }
  }

  doc.querySelectorAll("form[data-upload]").forEach(enhance);
})(document);
