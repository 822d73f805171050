/** A page that waits for news: asks again, ever more slowly, until the server stops marking it as waiting. */
import { page, say, show } from "./page.mjs";
import { start as startModules } from "./start.mjs";

const SLOWEST = 20;

/** What main says: forms carry a token that is another one each time, and whoever reads may have opened something. */
function news(from) {
  const main = from.querySelector("main").cloneNode(true);
  for (const each of main.querySelectorAll("input[name=csrf_token]")) each.remove();
  for (const each of main.querySelectorAll("details[open]")) each.removeAttribute("open");
  return main;
}
let pause = 0;

/** @param {HTMLElement} waiting holds data-watch, the first pause in seconds */
export function start(waiting) {
  pause ||= Number(waiting.dataset.watch) || 2;
  const again = () => setTimeout(look, pause * 1000);
  const look = async () => {
    if (!waiting.isConnected) return;
    if (document.hidden) return again();
    pause = Math.min(pause * 1.5, SLOWEST);
    const got = await page(location.href).catch(() => null);
    if (!got || got.status >= 500 || got.status === 429) return again();
    if (got.url !== location.href.split("#")[0]) return location.replace(got.url);
    if (news(got.document).isEqualNode(news(document))) return again();
    const focused = document.activeElement?.id;
    show(got.document);
    startModules(document.querySelector("main"));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    say(document.querySelector("main [data-news], main h1").textContent);
  };
  again();
}
