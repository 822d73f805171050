/** Text that can be copied by hand: a button does it, and selecting it selects all. Without this it is a plain field. */
import { say } from "./page.mjs";

/** @param {HTMLElement} field holds one field that is read only; `data-copy`, `data-copied`: the words of the button */
export function start(field) {
  const text = field.querySelector("textarea, input");
  const name = field.querySelector("label").textContent;
  const { copy: words = "Copy", copied: done = "Copied", selected = "Selected: copy it by hand" } = field.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = words;
  button.setAttribute("aria-label", `${words}: ${name}`);
  button.addEventListener("click", async () => {
    const outcome = (await copy(text)) ? done : selected;
    button.textContent = outcome;
    button.removeAttribute("aria-label");
    say(outcome);
  });
  text.addEventListener("focus", () => text.select());
  const acts = document.createElement("p");
  acts.className = "acts";
  acts.append(button);
  field.append(acts);
}

/** Whether the text is in the clipboard; where the browser does not let us, it is selected at least. */
async function copy(text) {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    return false;
  }
}
