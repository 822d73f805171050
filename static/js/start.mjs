/** Modules that have come: a part of the page that is replaced works again at once, before the next key is pressed. */
const loaded = new Map();

/**
 * Loads the modules that each [data-module] under a node names, and hands them the element.
 * A module that fails leaves its element as the server made it: every page works without any of them.
 * @param {ParentNode} root
 */
export function start(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      if (loaded.has(name)) begin(name, element);
      else import(`./${name}.mjs`).then((module) => loaded.set(name, module) && begin(name, element), () => {});
    }
  }
}

function begin(name, element) {
  try {
    loaded.get(name).start(element);
  } catch {
    // What it has not done, the page does without it.
  }
}
