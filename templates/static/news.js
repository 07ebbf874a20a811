/* Something that changes while a page is open: its address is asked every few seconds, with the tag of what the
   page shows, so that an answer is short as long as nothing is new. A page on which something can be typed says
   that there is news and offers to load it; one without loads itself. Without this file the next load shows it. */
const PAUSE = 4000, LONGEST_PAUSE = 60000;
let pause = PAUSE;

async function look() {
  const sign = document.querySelector("[data-news]"); // parts of a page are exchanged, this one too
  if (sign && !document.hidden && !sign.childElementCount) await ask(sign, sign.dataset.tag);
  setTimeout(look, pause);
}

async function ask(sign, tag) {
  const headers = { "If-None-Match": tag, "X-Unattended": "1" }; // whoever is away is signed out all the same
  const asked = { headers, cache: "no-store", redirect: "manual" };
  const answer = await fetch(sign.dataset.news, asked).catch(() => null);
  if (!sign.isConnected || sign.dataset.tag !== tag) return;
  const is_news = answer?.ok && answer.headers.get("ETag") !== tag;
  pause = answer?.status === 304 || is_news ? PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
  if (!is_news) return;
  if (sign.dataset.then === "load") location.reload();
  else offer(sign, await answer.json());
}

function offer(sign, news) {
  const told = sign.nextElementSibling.content.cloneNode(true);
  const link = told.querySelector("a");
  link.href = link.href.replace(/(\/versions\/)\d+(\/desk)/, `$1${news.version}$2`);
  sign.replaceChildren(told);
}

setTimeout(look, pause);
