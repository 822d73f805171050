/** The instruments that were chosen last, kept by this browser alone. Where it keeps nothing, there are none; it forgets them with the rest. */

const NAME = "tokri-recent";
const MOST = 8;

/** @returns {object[]} as the search told them, the latest first */
export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME));
    return kept.filter((each) => typeof each.tradingsymbol === "string" && typeof each.exchange === "string");
  } catch {
    return [];
  }
}

/** @param {{exchange: string, tradingsymbol: string}} hit goes to the front */
export function remember(hit) {
  keep([hit, ...without(hit)].slice(0, MOST));
}

/** @param {{exchange: string, tradingsymbol: string}} hit is offered no more */
export function forget(hit) {
  keep(without(hit));
}

function without(hit) {
  return recent().filter((each) => !same(each, hit));
}

function keep(hits) {
  try {
    localStorage.setItem(NAME, JSON.stringify(hits));
  } catch {
    // Storage that is refused or full costs a convenience, and nothing else.
  }
}

/** Two rows of the list, or what names them, that are one instrument. */
export function same(one, other) {
  return one.exchange === other.exchange && one.tradingsymbol === other.tradingsymbol;
}
