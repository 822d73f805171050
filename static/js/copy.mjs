/** Text that can be copied by hand: a button does it, and selecting it selects all. Without this it is a plain field. */
import { say } from "./page.mjs";

/** @param {HTMLElement} field holds one textarea that is read only */
export function start(field) {
  const text = field.querySelector("textarea");
  const name = field.querySelector("label").textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${name}`);
  button.addEventListener("click", async () => {
    const copied = await copy(text);
    button.textContent = copied ? "Copied" : "Selected: copy it by hand";
    say(copied ? "Copied" : "Selected");
  });
  text.addEventListener("focus", () => text.select());
  field.append(button);
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
