/** What a client's page loads: it tells once that somebody has the page before them, and fetches what the page names. */

const form = document.querySelector("form[data-opened]");

function tell() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  // Whether it arrives changes nothing on this page: the first act says the same.
  fetch(form.dataset.opened, { method: "POST", body, keepalive: true }).catch(() => {});
}

if (form) {
  document.addEventListener("visibilitychange", tell);
  tell();
}
if (document.querySelector("[data-module]")) import("./app.mjs");
