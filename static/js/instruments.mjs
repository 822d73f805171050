/** The order form: what is typed as a symbol is searched for in the instrument list, and what is known of it is shown. */
import { combobox, made } from "./combobox.mjs";
import { forget, recent, remember, same } from "./recent.mjs";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const EVENTS = ["input", "change"];
const IN_LOTS = ["MCX", "CDS", "BCD"];

/** What the searches of this page have told, by exchange and symbol: it outlives a form that is replaced in place. */
const known = new Map();
const key = ({ exchange, tradingsymbol }) => `${exchange}:${tradingsymbol.toUpperCase()}`;

/** @param {HTMLFormElement} form */
export function start(form) {
  for (const fieldset of form.querySelectorAll(".order")) {
    const field = (name) => fieldset.querySelector(`[name$='-${name}']`);
    const order = { symbol: field("tradingsymbol"), exchange: field("exchange"), quantity: field("quantity") };
    // The server has written the line beside an order that it has checked.
    order.facts = fieldset.querySelector(".order__facts") ?? made("div", { class: "order__facts" }, made("p", {}));
    order.line = order.facts.querySelector("p");
    order.given = { of: named(order), line: order.line.textContent };
    order.line.id = `${order.symbol.id}-facts`;
    order.symbol.closest(".field").after(order.facts);
    const described = order.symbol.getAttribute("aria-describedby") ?? "";
    order.symbol.setAttribute("aria-describedby", `${described} ${order.line.id}`.trim());
    combobox(order.symbol, { label: "Instruments found", ask: search, draw, take: (hit) => choose(order, hit) });
    for (const each of [order.symbol, order.exchange, order.quantity]) {
      for (const kind of EVENTS) each.addEventListener(kind, () => tell(order));
    }
    tell(order);
  }
}

function named({ symbol, exchange }) {
  return { exchange: exchange.value, tradingsymbol: symbol.value.trim() };
}

async function search(text, signal) {
  const lately = recent();
  if (!text) return lately.length ? { choices: lately, note: "Chosen before", said: many(lately, "chosen before") } : null;
  const { hits, meant, full } = await ask(text, signal);
  const rank = (hit) => lately.findIndex((each) => same(each, hit)) + 1 || lately.length + 1;
  const choices = [...hits].sort((one, other) => rank(one) - rank(other));
  if (!hits.length) return { choices, said: "No instrument found." };
  return meant
    ? { choices, note: "Nothing is called that. Did you mean:", said: `Nothing is called that. ${many(hits, "near it")}` }
    : { choices, said: many(hits, "found", full) };
}

async function ask(text, signal) {
  const answer = await fetch(`/instruments/search?${new URLSearchParams({ q: text })}`, { signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const found = await answer.json();
  for (const hit of found.hits) known.set(key(hit), hit);
  return found;
}

function many(hits, how, full = false) {
  return `${full ? "The first " : ""}${hits.length} ${hits.length === 1 ? "instrument" : "instruments"} ${how}. Arrow down to choose.`;
}

function choose(order, hit) {
  const { symbol, exchange } = order;
  const heard = known.has(key(hit));
  if (!heard) known.set(key(hit), hit);
  remember(hit);
  symbol.value = hit.tradingsymbol;
  exchange.value = hit.exchange;
  for (const field of [symbol, exchange]) {
    for (const kind of EVENTS) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  if (!heard) learn(order, hit);
}

/** What was kept from another day, or is the other side of a twin, is asked for anew; what is gone is offered no more. */
async function learn(order, hit) {
  const found = await ask(`${hit.exchange}:${hit.tradingsymbol}`).catch(() => null);
  if (!found) return;
  const now = found.hits.find((each) => same(each, hit));
  if (now) return remember(now), tell(order);
  known.delete(key(hit));
  forget(hit);
  tell(order);
}

/** The line under the symbol: there as long as symbol and exchange name an instrument that the list is known to have. */
function tell(order) {
  const { facts, line, given } = order;
  const now = named(order);
  const hit = known.get(key(now));
  if (hit) line.textContent = told(hit, order.quantity.value.replaceAll(/[\s,]/g, "")).join(" · ");
  else line.textContent = key(now) === key(given.of) ? given.line : "";
  facts.hidden = !line.textContent;
  const pair = hit?.twin ? `${key(hit)} ${key(hit.twin)}` : "";
  if (pair === order.pair) return; // a button that is being pressed stays where it is
  order.pair = pair;
  const held = facts.contains(document.activeElement);
  facts.replaceChildren(line, ...(pair ? [twins(order, hit)] : []));
  if (held) facts.querySelector("[aria-pressed=true]")?.focus();
}

/** Two buttons, where the same company's paper is listed on the other exchange as well. */
function twins(order, hit) {
  const { exchange, tradingsymbol, name, twin } = hit;
  // Of the other one only its name is taken to be the same: lot and tick come with the search for it.
  const other = known.get(key(twin)) ?? { name, ...twin, twin: { exchange, tradingsymbol } };
  const both = hit.exchange === "NSE" ? [hit, other] : [other, hit];
  const buttons = both.map((each) => {
    const button = made("button", { type: "button", "aria-pressed": String(each === hit) }, each.exchange);
    button.addEventListener("click", () => each === hit || choose(order, each));
    return button;
  });
  return made("div", { class: "twins", role: "group", "aria-label": "The same company is listed on" }, ...buttons);
}

function draw(hit) {
  const name = made("span", { class: "suggest__name" }, hit.tradingsymbol);
  return [made("span", {}, name, ` ${hit.exchange}`), made("span", { class: "detail" }, told(hit).join(" · "))];
}

/** What is said of an instrument: all of it beside an order, of that quantity; less in the list. */
function told(hit, quantity) {
  const whole = quantity !== undefined;
  const parts = [hit.name, ...(hit.kind === "index" ? ["index, not traded itself"] : dealt(hit, quantity))];
  if (hit.expiry) parts.push(`expires ${day(hit.expiry)}`);
  if (whole && hit.last_price) parts.push(`last ₹${number(hit.last_price)} on ${day(hit.price_on)}`);
  return parts.filter(Boolean);
}

function dealt({ exchange, lot_size: lot, tick_size: tick }, quantity) {
  const lots = lot > 1 && /^[0-9]+$/.test(quantity) ? quantity / lot : 0;
  let size = IN_LOTS.includes(exchange) ? "quantity counts lots" : lot > 1 ? `lot ${number(lot)}` : "";
  if (lots && Number.isInteger(lots)) size += `, ${number(quantity)} is ${number(lots)} ${lots === 1 ? "lot" : "lots"}`;
  return [size, quantity !== undefined && tick ? `tick ₹${number(tick)}` : ""];
}

function day(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

/** With lakh and crore grouping, and paise where there are any: 1,755 and 7,845 and 915.50. */
function number(text) {
  const places = String(text).includes(".") ? 2 : 0;
  return new Intl.NumberFormat("en-IN", { minimumFractionDigits: places, maximumFractionDigits: 4 }).format(text);
}
