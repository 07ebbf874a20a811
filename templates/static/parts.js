/* A page whose parts are exchanged: links and forms within [data-parts] fetch the page that they lead to, and the parts
   that it names are put in the place of the old ones. Without this file each is a page of its own. */
const whole = document.querySelector("[data-parts]");
const names = whole.dataset.parts.split(" ");
const told = document.querySelector("[data-voice]");
let busy = false;

function exchange(text, address, focused) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (names.some((id) => !fresh.getElementById(id))) return location.assign(address); // another page: signed out, say
  for (const one of fresh.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus"); // said by data-focus below
  for (const id of names) document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
  document.title = fresh.title;
  for (const link of fresh.querySelectorAll(".languages a")) {
    document.querySelector(`.languages a[lang="${link.lang}"]`).href = link.href;
  }
  told.textContent = fresh.querySelector("[data-voice]").textContent.trim();
  const wanted = whole.querySelector("[data-focus]") || document.getElementById(focused);
  if (wanted) wanted.focus();
}

async function go(address, options, push) {
  if (busy) return;
  busy = true;
  whole.setAttribute("aria-busy", "true");
  const focused = document.activeElement && document.activeElement.id;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, ...options });
    const there = new URL(answer.url);
    there.hash = "";
    if (push) history.pushState(null, "", there);
    exchange(await answer.text(), there, focused);
  } catch {
    told.textContent = whole.dataset.offline;
  } finally {
    busy = false;
    whole.removeAttribute("aria-busy");
  }
}

whole.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-part]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href, {}, true);
});

whole.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-part]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  if (form.method === "post") go(form.action, { method: "POST", body }, true);
  else go(`${form.action.split("?")[0]}?${body}`, {}, true);
});

addEventListener("popstate", () => go(location.href, {}, false));

/* Arrows go from seat to seat, beside Tab. */
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
whole.addEventListener("keydown", (event) => {
  const seat = event.target.closest("a.seat");
  if (!seat || !(event.key in ARROWS) || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = [...whole.querySelectorAll("a.seat")];
  const next = all[all.indexOf(seat) + ARROWS[event.key]];
  if (next) next.focus();
  event.preventDefault();
});

/* Whoever is dragged onto another seat is shown in its panel: what moving or swapping them would do, and the buttons. */
let dragged = "";
whole.addEventListener("dragstart", (event) => {
  const seat = event.target.closest && event.target.closest("a.seat");
  dragged = (seat && seat.dataset.agent) || "";
});
whole.addEventListener("dragover", (event) => {
  if (dragged && event.target.closest("a.seat")) event.preventDefault();
});
whole.addEventListener("drop", (event) => {
  const seat = event.target.closest("a.seat");
  if (!dragged || !seat) return;
  event.preventDefault();
  const there = new URL(seat.href);
  if (seat.dataset.agent !== dragged) there.searchParams.set("whom", dragged);
  go(there, {}, true);
});
