/** The order form: before what was typed is left behind, the browser asks. Nothing typed is kept by script. */

/** @param {HTMLFormElement} form carries data-unsaved if the server's own answer holds what is not saved yet */
export function start(form) {
  let unsaved = "unsaved" in form.dataset;
  let sending = false;
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("saved", () => (unsaved = false));
  // Whether another module has taken the submit over is known when all of them have seen it.
  form.addEventListener("submit", (event) => queueMicrotask(() => (sending = !event.defaultPrevented)));
  addEventListener("pageshow", () => (sending = false));
  addEventListener("beforeunload", (event) => {
    if (unsaved && !sending && form.isConnected) event.preventDefault();
  });
}
