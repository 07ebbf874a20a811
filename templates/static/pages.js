/* Conveniences only; every page works without this file. */
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copied]");
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = button.dataset.done;
      button.textContent = button.dataset.done;
    } catch {
      field.select();
    }
  });
}
