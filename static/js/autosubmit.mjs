/**
 * The page that leaves for Kite: sends its form once, while the page loads. Later than that, and Back posts again
 * in Firefox. Whether it may is the server's decision (data-autosubmit); the button behind it does the same by hand.
 */
const form = document.getElementById("basket-form");
const [visit] = performance.getEntriesByType("navigation");

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.disabled = true;
});

// Restored from the back/forward cache, the page no longer knows what the server does.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

if ("autosubmit" in form.dataset && visit?.type === "navigate" && !document.prerendering) form.requestSubmit();
