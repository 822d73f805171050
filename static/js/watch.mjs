/**
 * A page that waits for news: asks again, ever more slowly, until the server stops marking it as waiting; and asks once
 * whenever its tab comes back, as after a visit to Kite.
 */
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

/** Whether something was typed or chosen, which news must not take away. */
function typed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((each, place) => each.selected !== (each.defaultSelected || (!place && !field.querySelector("[selected]"))));
  return field.type !== "hidden" && field.value !== field.defaultValue;
}
let pause = 0;

/** @param {HTMLElement} waiting asks by itself if it has data-watch: the first pause in seconds */
export function start(waiting) {
  const polls = waiting.dataset.watch !== undefined;
  pause ||= Number(waiting.dataset.watch) || 2;
  const ended = new AbortController();
  const again = () => polls && setTimeout(() => look(), pause * 1000);
  const look = async () => {
    if (!waiting.isConnected) return ended.abort();
    if (document.hidden) return again();
    pause = Math.min(pause * 1.5, SLOWEST);
    const got = await page(location.href).catch(() => null);
    if (!waiting.isConnected || !got || got.status >= 500 || got.status === 429) return again();
    if (got.url !== location.href.split("#")[0]) return location.replace(got.url);
    if (news(got.document).isEqualNode(news(document))) return again();
    if ([...document.querySelectorAll("main :is(input, select, textarea)")].some(typed)) return again();
    const focused = document.activeElement?.id;
    ended.abort();
    show(got.document);
    startModules(document.querySelector("main"));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    say(document.querySelector("main [data-news], main h1").textContent);
  };
  const back = () => document.hidden || look();
  document.addEventListener("visibilitychange", back, { signal: ended.signal });
  addEventListener("pageshow", (event) => event.persisted && back(), { signal: ended.signal });
  again();
}
