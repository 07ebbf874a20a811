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

/* What was typed into a form is kept in this tab until the form has arrived: who was signed out meanwhile finds it
   filled in again. Never passwords, codes or what is hidden, and never for another account. */
const TYPED = "typed";
const whose = document.body.dataset.whose;
const interrupted = document.querySelector("[data-interrupted]");

function fieldsOf(form) {
  const plain = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);
  return [...form.elements].filter((field) => plain(field) && field.autocomplete !== "one-time-code");
}

function pathOf(form) {
  return new URL(form.getAttribute("action"), location.href).pathname;
}

function keptBefore() {
  try {
    return JSON.parse(sessionStorage.getItem(TYPED));
  } catch {
    return null;
  }
}

function keep(typed) {
  try {
    sessionStorage.setItem(TYPED, JSON.stringify(typed));
  } catch { /* no room, or not allowed: then it is as it was */ }
}

function forget() {
  try {
    sessionStorage.removeItem(TYPED);
  } catch { /* not allowed, so nothing is kept */ }
}

function fill(form, typed) {
  for (const field of fieldsOf(form)) {
    const value = typed.fields.find(([name, own]) => name === field.name && (field.type !== "radio" || own === field.value));
    if (["checkbox", "radio"].includes(field.type)) field.checked = Boolean(value && value[2]);
    else if (value) field.value = value[1];
  }
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  told.textContent = document.body.dataset.filled;
  form.prepend(told);
  told.scrollIntoView({ block: "center" });
}

if (whose) {
  document.addEventListener("submit", ({ target: form }) => {
    if (form.method !== "post" || form.querySelector("[type=password]")) return;
    const fields = fieldsOf(form).map((field) => [field.name, field.value, Boolean(field.checked)]);
    keep({ path: pathOf(form), whose, fields, interrupted: false });
  });
}

const typed = keptBefore();
if (typed && interrupted) {
  keep({ ...typed, interrupted: true });
  interrupted.querySelector("[data-kept]").hidden = typed.fields.length === 0;
} else if (typed && whose) {
  const form = [...document.forms].find((one) => one.method === "post" && pathOf(one) === typed.path);
  if (typed.whose !== whose || !typed.interrupted) forget();
  else if (form) {
    forget();
    fill(form, typed);
  }
}
