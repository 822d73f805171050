/** A form with passwords: a button shows what is typed into them, for whoever is not watched. It hides when it is sent. */

/** @param {HTMLFormElement} form */
export function start(form) {
  const fields = [...form.querySelectorAll('input[type="password"]')];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  const show = (shown) => {
    for (const field of fields) field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.textContent = fields.length > 1 ? "Show the passwords" : "Show the password";
  button.addEventListener("click", () => show(button.getAttribute("aria-pressed") !== "true"));
  form.addEventListener("submit", () => show(false));
  show(false);
  fields.at(-1).closest(".field").append(button);
}
