/** The error summary: it takes the focus, and its links bring the question into view, not only the field. */

/** @param {HTMLElement} summary */
export function start(summary) {
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    for (let each = field.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    (field.labels?.[0] ?? field.querySelector("legend") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
