// A button beside each value takes it to the clipboard. Without JavaScript the button stays hidden: the value is selected
// by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.querySelector("[data-said]");
    try {
      await navigator.clipboard.writeText(source.textContent);
      said.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(source);
      said.textContent = button.dataset.select;
    }
  });
}
