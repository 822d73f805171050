/** A page that waits for news: asks again, ever more slowly, until the server stops marking it as waiting. */
import { page, say, show } from "./page.mjs";
import { start as startModules } from "./start.mjs";

const SLOWEST = 20;
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
    if (got.document.querySelector("main").isEqualNode(document.querySelector("main"))) return again();
    const focused = document.activeElement?.id;
    show(got.document);
    startModules(document.querySelector("main"));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    say(document.querySelector("main [data-news], main h1").textContent);
  };
  again();
}
