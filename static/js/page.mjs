/**
 * A page of this site as a document, asked for in the background.
 * XMLHttpRequest can parse HTML by itself, so that no text ever has to be turned into markup by script,
 * and the page needs no Trusted Types policy.
 * @param {string} url
 * @param {{method?: string, body?: FormData | URLSearchParams, headers?: Record<string, string>}} [how]
 * @returns {Promise<{status: number, url: string, document: Document}>}
 */
export function page(url, { method = "GET", body = null, headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "document";
    request.timeout = 15000;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.onerror = request.onabort = request.ontimeout = () => reject(new Error("no answer"));
    request.onload = () =>
      request.responseXML?.querySelector("main")
        ? resolve({ status: request.status, url: request.responseURL, document: request.responseXML })
        : reject(new Error("not a page"));
    request.send(body);
  });
}

/**
 * Put the main part and the title of another document in place of this one's.
 * @param {Document} other
 */
export function show(other) {
  const main = document.querySelector("main");
  main.replaceChildren(...[...other.querySelector("main").childNodes].map((node) => document.importNode(node, true)));
  document.title = other.title;
}

/**
 * Say a sentence to screen readers.
 * @param {string} sentence
 */
export function say(sentence) {
  document.getElementById("said").textContent = sentence.trim();
}
