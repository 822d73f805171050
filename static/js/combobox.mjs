/**
 * An editable combobox with a list of suggestions, as the ARIA Authoring Practices (1.2) describe it: the focus stays in
 * the input, aria-activedescendant names what Enter would choose, and what was typed changes only by choosing.
 */
import { say } from "./page.mjs";

const PAUSE = 120;

/**
 * @template T
 * @typedef {{choices: T[], note?: string, said: string}} Found `note` is shown over the list, `said` told to screen readers
 */

/**
 * Make a combobox of an input.
 * @template T
 * @param {HTMLInputElement} input
 * @param {object} how
 * @param {string} how.label what the list is called
 * @param {(text: string, signal: AbortSignal) => Promise<Found<T> | null>} how.ask what to offer for a text, or for none
 * @param {(choice: T) => Node[]} how.draw what stands in an option
 * @param {(choice: T) => void} how.take called with what was chosen
 */
export function combobox(input, { label, ask, draw, take }) {
  const note = made("p", { class: "suggest__note" });
  const list = made("ul", { class: "suggest__list", id: `${input.id}-found`, role: "listbox", "aria-label": label });
  const popup = made("div", { class: "suggest", hidden: "" }, note, list);
  input.after(popup);
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });

  let choices = [];
  let active = -1;
  let waiting = 0;
  let asking = null;

  const stop = () => {
    clearTimeout(waiting);
    asking?.abort();
  };
  const close = () => {
    stop();
    activate(-1);
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const activate = (place) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[place];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const move = (step) => activate(active < 0 && step < 0 ? choices.length - 1 : (active + step) % choices.length);

  /** Ask for what is typed; an answer that comes when something else was asked since, or the person has left, is none. */
  const look = async (step = 0) => {
    stop();
    const mine = (asking = new AbortController());
    const found = await ask(input.value.trim(), mine.signal).catch(() => null);
    if (mine.signal.aborted) return;
    if (!found?.choices.length) close();
    else open(found);
    if (found) say(found.said);
    if (found?.choices.length && step) move(step);
  };
  const open = (found) => {
    activate(-1);
    choices = found.choices;
    note.textContent = found.note ?? "";
    note.hidden = !found.note;
    list.replaceChildren(...choices.map((choice, place) => made("li", option(place), ...draw(choice))));
    list.scrollTop = 0;
    popup.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const option = (place) => ({ id: `${list.id}-${place}`, role: "option", "aria-selected": "false" });
  const choose = (place) => {
    const choice = choices[place];
    close();
    take(choice);
    stop(); // taking it changes the input, which is not typing
  };
  const typed = () => {
    stop();
    activate(-1);
    if (document.activeElement !== input) return;
    if (input.value.trim()) waiting = setTimeout(look, PAUSE);
    else close();
  };

  const keys = {
    ArrowDown: () => (popup.hidden ? look(1) : move(1)),
    ArrowUp: () => (popup.hidden ? look(-1) : move(active < 0 ? -1 : choices.length - 1)),
    Enter: () => (active < 0 ? close() : choose(active)),
    Escape: () => close(),
  };
  input.addEventListener("keydown", (event) => {
    // Keys that write a letter of another script are not ours; Safari tells of the last of them by this number alone.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // Home, End and the arrows along the line go back to the text, as the cursor does.
    if (!Object.hasOwn(keys, event.key)) return /^(Home|End|Arrow)/.test(event.key) ? activate(-1) : undefined;
    if (!event.key.startsWith("Arrow") && popup.hidden) return stop();
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  input.addEventListener("input", (event) => event.isComposing || typed());
  input.addEventListener("compositionend", typed);
  input.addEventListener("blur", close);
  input.addEventListener("click", () => popup.hidden && !input.value && look());
  // The focus stays in the input. Choosing waits for the click, so that a finger can scroll and a slip be taken back.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) choose(place);
  });
}

/**
 * An element with its attributes and what is in it.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} inner
 * @returns {HTMLElement}
 */
export function made(tag, attributes, ...inner) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...inner);
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
