/**
 * Loads the module of each [data-module] under a node and hands it the element.
 * A module that fails leaves its element as the server made it: every page works without any of them.
 * @param {ParentNode} root
 */
export function start(root) {
  for (const element of root.querySelectorAll("[data-module]")) {
    import(`./${element.dataset.module}.mjs`).then((module) => module.start(element)).catch(() => {});
  }
}
