/* A run's page, kept up to date: events say that there is news, the same page is fetched again and its parts are
   exchanged. Without this file the page loads itself anew. */
const PARTS = ["run-figures", "run-curves", "run-course", "run-result", "run-actions", "run-seconds"];
const SOONEST = 1500, FIRST_PAUSE = 3000, LONGEST_PAUSE = 60000;
const run = document.getElementById("run");
let last = Number(run.dataset.last), pause = FIRST_PAUSE, waiting = null, over = false;

async function refresh() {
  waiting = null;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const says = fresh.getElementById("run-says");
  if (!says) return location.reload(); // another page: signed out, for instance
  const focused = document.activeElement;
  for (const id of PARTS) {
    const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && now && old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
  }
  const told = document.getElementById("run-says");
  if (told.textContent !== says.textContent) told.textContent = says.textContent;
  document.title = fresh.title;
  const heading = run.querySelector("h1");
  heading.textContent = fresh.querySelector("#run h1").textContent;
  if (focused && !focused.isConnected) heading.focus();
}

function soon() {
  waiting ??= setTimeout(refresh, SOONEST);
}

function follow() {
  const source = new EventSource(`${run.dataset.events}?after=${last}`);
  source.addEventListener("open", () => { pause = FIRST_PAUSE; });
  source.addEventListener("progress", (event) => {
    last = Math.max(last, Number(event.lastEventId));
    soon();
  });
  source.addEventListener("end", () => {
    over = true;
    source.close();
    clearTimeout(waiting);
    refresh();
  });
  source.addEventListener("error", () => {
    if (over || source.readyState !== EventSource.CLOSED) return; // it comes back by itself
    setTimeout(follow, pause); // after a proxy's error it never would
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  });
  addEventListener("pagehide", () => source.close(), { once: true });
}

follow();
