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

/* Whoever is about to be signed out for standing idle is told and can stay (WCAG 2.2.1). Every page of this
   browser that is opened counts, also in another tab. */
const idle = document.querySelector("[data-idle]");
const SEEN = "seen";

function lastSeen() {
  try {
    return Number(localStorage.getItem(SEEN)) || 0;
  } catch {
    return 0;
  }
}

function noteSeen() {
  try {
    localStorage.setItem(SEEN, Date.now());
  } catch { /* not allowed: then each tab counts for itself */ }
  return Date.now();
}

if (idle) {
  const whole = Number(document.body.dataset.idleMinutes) * 60_000;
  const stay = idle.querySelector("[data-stay]");
  let seen = noteSeen();
  let before = null;
  const look = () => {
    seen = Math.max(seen, lastSeen());
    const soon = Date.now() - seen > whole * 0.85;
    if (soon && idle.hidden) {
      before = document.activeElement;
      idle.hidden = false;
      stay.focus();
    } else if (!soon && !idle.hidden) {
      idle.hidden = true;
      if (before) before.focus();
    }
  };
  stay.addEventListener("click", async () => {
    try {
      const answer = await fetch(stay.dataset.stay, { redirect: "manual", cache: "no-store" });
      if (answer.ok) seen = noteSeen();
    } catch { /* no network: it stays there to be tried again */ }
    look();
  });
  setInterval(look, Math.min(15_000, whole / 100));
}

/* Of a large form only what was changed is sent. */
for (const form of document.querySelectorAll("form[data-changed-only]")) {
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("select")) {
      field.disabled = [...field.options].every((option) => option.selected === option.defaultSelected);
    }
  });
}
