/** A page that shows many things: asks now and then what is new, says so in a line, and keeps the counts. It reloads only when told. */

const EVERY = 15_000;
const SLOWEST = 240_000;

/** @param {HTMLElement} line says what is new; data-news is where that is asked */
export function start(line) {
  let pause = EVERY;
  let tag = "";
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  };
  const look = async () => {
    if (!line.isConnected) return;
    if (document.hidden) return;
    const answer = await ask(line.dataset.news, tag).catch(() => null);
    // Whoever is signed out is led away from the page by it.
    if (answer?.type === "opaqueredirect" || answer?.status === 403) return;
    const well = answer && (answer.ok || answer.status === 304);
    pause = well ? EVERY : Math.min(pause * 2, SLOWEST);
    if (answer?.ok) {
      tag = answer.headers.get("ETag") ?? "";
      show(line, await answer.json().catch(() => null));
    }
    again();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && line.isConnected) look();
  });
  again();
}

function ask(url, tag) {
  return fetch(url, { redirect: "manual", cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
}

/** @param {{said: string, counts: Record<string, number>} | null} news */
function show(line, news) {
  if (!news) return;
  for (const each of document.querySelectorAll("[data-count]")) {
    const count = news.counts[each.dataset.count];
    if (count !== undefined) each.textContent = count.toLocaleString("en-IN");
  }
  if (!news.said || line.textContent === news.said) return;
  const link = document.createElement("a");
  link.href = location.href.split("#")[0];
  link.textContent = news.said;
  line.replaceChildren(link);
}
