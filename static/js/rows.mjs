/** The order form: its buttons answer without a full load. The server's answer is the same page either way. */
import { page, say, show } from "./page.mjs";
import { start as startModules } from "./start.mjs";

const HERE = /^(add|paste|(remove|up|down|duplicate|mend)-)/;

/** @param {HTMLFormElement} form */
export function start(form) {
  let busy = false;
  let whole = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (whole || button?.name !== "action" || !HERE.test(button.value)) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    const asked = ask(form, button);
    form.inert = true; // what would be typed now would be overwritten by the answer
    const answer = await asked.catch(() => null);
    busy = false;
    form.inert = false;
    if (answer) return place(form, button.value, answer);
    whole = true;
    form.requestSubmit(button);
  });
}

/** Post the form as the browser would. Anything but the form's own page is left to a full load. */
async function ask(form, button) {
  // The buttons are called "action", and so hide the property of that name.
  const url = form.getAttribute("action") ?? location.href;
  const got = await page(url, { method: "POST", body: new FormData(form, button) });
  return [200, 422].includes(got.status) && got.document.getElementById("orders") ? got : null;
}

function place(form, action, got) {
  const open = [...form.querySelectorAll("details[open]")].map((each) => each.id);
  show(got.document);
  if (got.url !== location.href) history.replaceState(null, "", got.url);
  if (/^(add|mend)/.test(action)) for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  startModules(document.querySelector("main"));
  settle(action);
}

/** Move the focus to where the work goes on, and say what the page says was done. */
function settle(action) {
  const orders = document.querySelectorAll("#orders > .order");
  const [, act, index, field] = /^([a-z]+)(?:-(\d+))?(?:-([a-z_]+)=)?/.exec(action);
  const n = Number(index);
  const first = (place) => orders[place]?.querySelector("select, input");
  const button = (way, place) => orders[place]?.querySelector(`[value="${way}-${place}"]:enabled`);
  const target = {
    add: () => first(orders.length - 1),
    duplicate: () => first(n + 1),
    remove: () => orders[Math.min(n, orders.length - 1)],
    up: () => button("up", n - 1) ?? button("down", n - 1),
    down: () => button("down", n + 1) ?? button("up", n + 1),
    mend: () => document.getElementById(`orders-${n}-${field}`),
    paste: () => document.getElementById(document.getElementById("orders").dataset.focus),
  }[act]();
  target?.focus();
  // What was mended may have folded away, and what is not drawn takes no focus.
  if (!target || document.activeElement !== target) (orders[n] ?? orders[0]).focus();
  say(document.getElementById("message")?.textContent ?? "");
}
