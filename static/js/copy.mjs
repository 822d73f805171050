/** A button that copies the text of the element named by data-from. It shows itself where the browser can copy. */
import { say } from "./page.mjs";

/** @param {HTMLButtonElement} button */
export function start(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.from).textContent);
      say("Copied");
      button.textContent = "Copied";
    } catch {
      button.hidden = true;
    }
  });
}
