/**
 * Loads the modules that each [data-module] under a node names, and hands them the element.
 * A module that fails leaves its element as the server made it: every page works without any of them.
 * @param {ParentNode} root
 */
export function start(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    for (const name of element.dataset.module.split(" ")) {
      import(`./${name}.mjs`).then((module) => module.start(element)).catch(() => {});
    }
  }
}
