// The answers of a shared link travel after its #, which a browser never sends. On the page of results: copying and
// printing. On the page a link opens: what follows the # goes into the form, which is sent.
const share = document.querySelector("[data-share]");
const print = document.querySelector("[data-print]");
const link = document.querySelector("form[data-link]");

if (share) {
  share.hidden = false;
  const button = share.querySelector("button");
  button.addEventListener("click", async () => {
    const address = document.querySelector("a[href^='/simulateur/partage#']");
    try {
      await navigator.clipboard.writeText(address.href);
      document.querySelector("[data-said]").textContent = button.dataset.done;
    } catch {
      address.focus(); // the clipboard is not ours: the link itself can be copied
    }
  });
}

if (print) {
  print.hidden = false;
  print.querySelector("button").addEventListener("click", () => window.print());
}

if (link && location.hash.length > 1) {
  link.hidden = false;
  link.elements.link.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname); // the address bar forgets the answers
  link.requestSubmit();
}
