/**
 * A form that saves itself: after a pause in typing, and when a field is left. Its line says how that went. What somebody
 * else saved meanwhile is never saved over: the line says who, and the form's own button shows both.
 */
const PAUSE = 2000;
const AGAIN = 10_000;
const NOT_KEPT = new Set(["paste", "file"]);
const WHY = {
  303: "you are signed out. Sign in again in another tab; what you typed stays here",
  403: "you may not change baskets any more",
  429: "this was too often; it is tried again soon",
};

/** The newest edition that this page knows of, by where it is saved: it outlives a form that is replaced in place. */
const editions = new Map();
let asking = null;

/** @param {HTMLFormElement} form data-autosave is where it is saved; data-unsaved: it holds what is not kept */
export function start(form) {
  const url = form.dataset.autosave;
  const line = form.querySelector("#saving");
  const base = form.elements.namedItem("base");
  let timer = 0;
  let dirty = false;
  let blocked = false;
  let pressed = false;

  const known = editions.get(url) ?? 0;
  if (known > Number(base.value)) base.value = known;

  // What passes in a moment is seen, and not read out at every pause.
  const tell = (kind, words) => {
    const said = document.createElement("span");
    said.textContent = words;
    said.ariaHidden = kind === "waiting" ? "true" : null;
    line.dataset.kind = kind;
    line.replaceChildren(said);
  };
  const wait = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  const failed = (why) => {
    dirty = true;
    tell("wrong", `Not saved: ${why}.`);
    wait(AGAIN);
  };

  const idle = () => !dirty || blocked || pressed || !form.isConnected || form.inert;
  const save = async () => {
    clearTimeout(timer);
    if (asking && !idle()) await asking;
    if (idle()) return;
    dirty = false;
    tell("waiting", "Saving…");
    asking = send(url, form).catch(() => null);
    const answer = await asking;
    asking = null;
    if (!answer) return failed("there is no connection; it is tried again");
    if (answer.edition) {
      editions.set(url, answer.edition);
      for (const each of document.querySelectorAll("#basket input[name=base]")) each.value = answer.edition;
      if (dirty) return;
      tell("saved", answer.said);
      form.dispatchEvent(new Event("saved"));
    } else if (answer.said) {
      blocked = true;
      tell("wrong", answer.said);
    } else failed(WHY[answer.status] ?? "something went wrong on our side; it is tried again");
  };

  const typed = (event) => {
    if (NOT_KEPT.has(event.target.name)) return;
    dirty = true;
    if (!blocked) tell("waiting", "Not saved yet");
    wait(event.type === "change" ? 0 : PAUSE);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);

  // A button waits for what is on its way, or the form would meet its own save as somebody else's.
  form.addEventListener(
    "submit",
    (event) => {
      clearTimeout(timer);
      if (!asking) return void (dirty = false);
      event.preventDefault();
      event.stopImmediatePropagation();
      if (pressed) return;
      pressed = true;
      asking.then(() => {
        pressed = false;
        if (form.isConnected) form.requestSubmit(event.submitter);
      });
    },
    { capture: true },
  );

  if ("unsaved" in form.dataset) {
    dirty = true;
    wait(PAUSE);
  }
}

/** Post the form as it stands. A redirect is not followed: it leads to the sign-in. */
async function send(url, form) {
  const fields = [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  if (answer.type === "opaqueredirect") return { status: 303 };
  const told = answer.headers.get("Content-Type")?.startsWith("application/json");
  return told ? await answer.json() : { status: answer.status };
}
