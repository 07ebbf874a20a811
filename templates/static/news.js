/* Something that changes while a page is open: its address is asked every few seconds, with the tag of what the
   page shows, so that an answer is short as long as nothing is new. What is typed stays: the page says that there
   is news and offers to load it, or loads itself where there is nothing to type. Without this file the next load
   shows it. */
const PAUSE = 4000, LONGEST_PAUSE = 60000;

function follow(sign) {
  let pause = PAUSE;
  const offer = document.getElementById(sign.dataset.offer ?? "");

  async function look() {
    if (document.hidden) return again();
    const asked = { headers: { "If-None-Match": sign.dataset.tag }, cache: "no-store", redirect: "manual" };
    const answer = await fetch(sign.dataset.news, asked).catch(() => null);
    if (answer?.status === 304) pause = PAUSE;
    else if (answer?.ok && answer.headers.get("ETag") !== sign.dataset.tag) return tell();
    else pause = Math.min(2 * pause, LONGEST_PAUSE); // the service rests, or we are signed out
    again();
  }

  function tell() {
    if (sign.dataset.then === "load") return location.reload();
    offer.hidden = false;
  }

  function again() {
    setTimeout(look, pause);
  }

  again();
}

document.querySelectorAll("[data-news]").forEach(follow);
