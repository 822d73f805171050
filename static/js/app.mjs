/** What every page loads: starts the modules that the page names, and lets no button be pressed twice by accident. */
import { start } from "./start.mjs";

const ONE_SECOND = 1000;
const sent = new WeakMap();

// A form that a module has taken over (it called preventDefault) keeps count by itself.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.timeStamp - (sent.get(event.target) ?? -ONE_SECOND) < ONE_SECOND) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});

// The address says once what was just done: a reload or a bookmark does not say it again.
const here = new URL(location.href);
if (here.searchParams.has("saved")) {
  here.searchParams.delete("saved");
  history.replaceState(history.state, "", here);
}

start(document);
